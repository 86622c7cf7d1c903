package org.fovea.imagej1;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import org.fovea.FoveaException;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;
import org.scijava.util.NumberUtils;
import org.scijava.util.Types;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;
import org.scijava.widget.NumberWidget;
import org.scijava.widget.TextWidget;

import ij.ImagePlus;
import ij.WindowManager;

/**
 * One input of a command about to run: how people and macros see it, and its value.
 *
 * @param module the command about to run
 * @param item what it declares of the input
 */
record Input(Module module, ModuleItem<?> item) {

	/**
	 * All inputs of a command. Commands may change what they declare while values are set, so ask again after each change.
	 *
	 * @param module the command
	 * @return its inputs in the order declared
	 */
	static List<Input> of(final Module module) {
		return StreamSupport.stream(module.getInfo().inputs().spliterator(), false).<Input> map(item -> new Input(module, item)).toList();
	}

	/** @return the key in macros */
	String name() {
		return item.getName();
	}

	/** @return what dialogs call it */
	String label() {
		final String label = item.getLabel();
		if (label != null && !label.isEmpty()) return label;
		return Character.toUpperCase(name().charAt(0)) + name().substring(1);
	}

	/** @return what it means, with its range; empty where the command does not say */
	String description() {
		final String text = item.getDescription() == null ? "" : item.getDescription();
		return isNumber() && !range().isEmpty() ? (text + " (" + range() + ")").trim() : text;
	}

	/** @return the declared range in words; empty where there is none */
	String range() {
		final Object min = item.getMinimumValue();
		final Object max = item.getMaximumValue();
		if (min == null) return max == null ? "" : "at most " + max;
		return max == null ? "at least " + min : "between " + min + " and " + max;
	}

	/** @return its value, or {@code null} */
	Object value() {
		return module.getInput(name());
	}

	/**
	 * Sets the value.
	 *
	 * @param value of the input's type
	 */
	void set(final Object value) {
		module.setInput(name(), value);
		module.resolveInput(name());
	}

	/** Lets the command react to a new value, as far as it declares a callback. */
	void callback() {
		try {
			item.callback(module);
		}
		catch (final MethodCallException exc) {
			throw new FoveaException("'" + label() + "' could not be updated; close the dialog and try again.", exc);
		}
	}

	/** @return whether macros may set it; some inputs are for macros alone, so that no dialog opens for them */
	boolean isKey() {
		if (Service.class.isAssignableFrom(item.getType()) || Context.class.isAssignableFrom(item.getType())) return false;
		return isVisible() || item.getVisibility() == ItemVisibility.INVISIBLE;
	}

	/** @return whether dialogs and macros have it */
	boolean isVisible() {
		if (Service.class.isAssignableFrom(item.getType()) || Context.class.isAssignableFrom(item.getType())) return false;
		return item.getVisibility() == ItemVisibility.NORMAL || item.getVisibility() == ItemVisibility.TRANSIENT;
	}

	/** @return whether it is a line of text for the reader */
	boolean isMessage() {
		return item.getVisibility() == ItemVisibility.MESSAGE;
	}

	/** @return whether macros can hold it */
	boolean isRecorded() {
		return isVisible() && !isButton() && !isPassword() && !(isImage() && images(module).size() == 1);
	}

	/** @return whether it is an image window */
	boolean isImage() {
		return ImagePlus.class.isAssignableFrom(item.getType());
	}

	/** @return whether it is something to press */
	boolean isButton() {
		return Button.class.isAssignableFrom(item.getType());
	}

	/** @return whether it is yes or no */
	boolean isSwitch() {
		return type() == Boolean.class;
	}

	/** @return whether it is a number */
	boolean isNumber() {
		return Number.class.isAssignableFrom(type());
	}

	/** @return whether it is a number without fraction */
	boolean isWhole() {
		return isNumber() && type() != Float.class && type() != Double.class && type() != java.math.BigDecimal.class;
	}

	/** @return whether dialogs show a slider */
	boolean isSlider() {
		return isNumber() && (hasStyle(NumberWidget.SLIDER_STYLE) || hasStyle(NumberWidget.SCROLL_BAR_STYLE)) && item.getMinimumValue() != null &&
			item.getMaximumValue() != null;
	}

	/** @return whether it is a folder on disk */
	boolean isFolder() {
		return hasStyle(FileWidget.DIRECTORY_STYLE);
	}

	/** @return whether it is a file on disk */
	boolean isFile() {
		return !isFolder() && (type() == File.class || hasStyle(FileWidget.OPEN_STYLE) || hasStyle(FileWidget.SAVE_STYLE));
	}

	/** @return whether what is typed stays hidden */
	boolean isPassword() {
		return hasStyle(TextWidget.PASSWORD_STYLE);
	}

	/** @return the values to choose from, as text; empty where anything goes */
	List<String> choices() {
		if (isImage()) return List.of(WindowManager.getImageTitles());
		final List<?> choices = item.getChoices();
		if (choices == null || choices.isEmpty()) {
			return type().isEnum() ? Arrays.stream(type().getEnumConstants()).map(Object::toString).toList() : List.of();
		}
		return choices.stream().map(String::valueOf).toList();
	}

	/** @return the value as macros and dialogs write it */
	String text() {
		final Object value = value();
		if (value instanceof final ImagePlus image) return image.getTitle();
		return value instanceof Double || value instanceof Float ? decimal(((Number) value).doubleValue()) : value == null ? "" : value.toString();
	}

	/**
	 * Reads a value as macros and dialogs write it.
	 *
	 * @param text the value
	 * @return the value in the input's type
	 * @throws FoveaException if the text is no such value
	 */
	Object parse(final String text) {
		if (isSwitch()) return Boolean.valueOf(text);
		if (isNumber()) return number(text);
		if (type() == File.class) return text.isEmpty() ? null : new File(text);
		if (isImage()) {
			return Optional.ofNullable(WindowManager.getImage(text)).orElseThrow(() -> new FoveaException("No image called '" + text +
				"' is open; set '" + name() + "' to one of: " + String.join(", ", choices()) + "."));
		}
		if (type().isEnum()) {
			return Arrays.stream(type().getEnumConstants()).filter(constant -> constant.toString().equals(text)).findFirst().orElseThrow(
				() -> new FoveaException("'" + name() + "' must be one of " + String.join(", ", choices()) + ", not '" + text + "'."));
		}
		return text;
	}

	/** @return a step of the value, at most one tenth of the range for fractions */
	double step() {
		if (item.getStepSize() != null && item.getStepSize().doubleValue() > 0) return item.getStepSize().doubleValue();
		if (isWhole()) return 1;
		return (((Number) item.getMaximumValue()).doubleValue() - ((Number) item.getMinimumValue()).doubleValue()) / 100;
	}

	/** @return whether the value lies in the declared range */
	boolean isWithinRange(final double number) {
		return !(item.getMinimumValue() instanceof final Number min && number < min.doubleValue()) &&
			!(item.getMaximumValue() instanceof final Number max && number > max.doubleValue());
	}

	/**
	 * The images that a command wants.
	 *
	 * @param module the command
	 * @return the names of its image inputs
	 */
	static List<String> images(final Module module) {
		final List<String> names = new ArrayList<>();
		for (final Input input : of(module)) {
			if (input.isImage()) names.add(input.name());
		}
		return names;
	}

	private Number number(final String text) {
		try {
			final double value = Double.parseDouble(text.trim());
			if (isWhole() && value != Math.rint(value)) throw new NumberFormatException(text);
			if (type() == Integer.class && value != (int) value) {
				throw new FoveaException("'" + name() + "' is too large a number: " + text + ".");
			}
			if (isWhole()) return NumberUtils.toNumber((long) value, type());
			return NumberUtils.toNumber(value, type());
		}
		catch (final NumberFormatException exc) {
			throw new FoveaException("'" + name() + "' needs a " + (isWhole() ? "whole " : "") + "number, not '" + text + "'.", exc);
		}
	}

	private boolean hasStyle(final String style) {
		return item.getWidgetStyle() != null && Arrays.stream(item.getWidgetStyle().split(",")).anyMatch(s -> s.trim().equals(style));
	}

	private Class<?> type() {
		return Types.box(item.getType());
	}

	private static String decimal(final double value) {
		return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
	}
}
