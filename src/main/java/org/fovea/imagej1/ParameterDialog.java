package org.fovea.imagej1;

import java.awt.AWTEvent;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Color;
import java.awt.Component;
import java.awt.Cursor;
import java.awt.Label;
import java.awt.TextField;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.command.Sentences;
import org.scijava.module.Module;

import ij.gui.GenericDialog;

/**
 * ImageJ's own kind of dialog for the inputs of a command. Each change goes to the command at once, and what the command changes in
 * return (values, choices) is shown; OK stays grey while something typed makes no sense.
 */
final class ParameterDialog {

	private static final int TEXT_COLUMNS = 20;
	private static final int PATH_COLUMNS = 32;
	private static final int NUMBER_COLUMNS = 8;

	private final Module module;
	private final GenericDialog dialog;
	private final Map<String, Field> fields = new LinkedHashMap<>();
	private final Label complaint;

	/**
	 * @param module whose inputs are asked for; receives the values
	 * @param title of the window
	 * @param help address of the page that explains the command
	 */
	ParameterDialog(final Module module, final String title, final String help) {
		this.module = module;
		dialog = new GenericDialog(title);
		for (final Input input : Input.of(module)) {
			final int before = dialog.getComponentCount();
			add(input).ifPresent(field -> fields.put(input.name(), field));
			Arrays.stream(dialog.getComponents(), before, dialog.getComponentCount()).forEach(component -> Hint.attach(component, input.description()));
		}
		dialog.addMessage(" ", null, Color.RED.darker());
		complaint = (Label) dialog.getMessage();
		dialog.addHelp(help);
		dialog.addDialogListener(this::changed);
	}

	/**
	 * Shows the dialog and waits.
	 *
	 * @return whether the user pressed OK
	 * @throws FoveaException if OK was quicker than the check of what had been typed
	 */
	boolean show() {
		dialog.showDialog();
		if (!dialog.wasOKed()) return false;
		if (!changed(dialog, null)) throw new FoveaException(complaint.getText());
		return true;
	}

	private Optional<Field> add(final Input input) {
		if (input.isMessage()) {
			dialog.addMessage(Sentences.lines(input.text()));
			return Optional.empty();
		}
		if (!input.isVisible() || input.isImage() && !input.isRecorded()) return Optional.empty();
		if (input.isButton()) {
			dialog.addButton(input.label(), event -> {
				current(input.name()).callback();
				refresh();
			});
			return Optional.empty();
		}
		return Optional.of(field(input));
	}

	private Field field(final Input input) {
		final String label = input.label();
		if (input.isSwitch()) {
			dialog.addCheckbox(label, Boolean.TRUE.equals(input.value()));
			return new SwitchField((Checkbox) last(dialog.getCheckboxes()));
		}
		if (!input.choices().isEmpty()) {
			final ChoiceField field = new ChoiceField(choice(label, input));
			field.show(input);
			return field;
		}
		if (input.isNumber()) return new TextEntry(number(label, input));
		if (input.isFolder()) dialog.addDirectoryField(label, input.text(), PATH_COLUMNS);
		else if (input.isFile()) dialog.addFileField(label, input.text(), PATH_COLUMNS);
		else dialog.addStringField(label, input.text(), input.item().getColumnCount() > 0 ? Math.max(TEXT_COLUMNS, input.item().getColumnCount()) : TEXT_COLUMNS);
		final TextField text = (TextField) last(dialog.getStringFields());
		if (input.isPassword()) text.setEchoChar('*');
		return new TextEntry(text);
	}

	private Choice choice(final String label, final Input input) {
		final String[] choices = input.choices().toArray(String[]::new);
		dialog.addChoice(label, choices, choices[0]);
		return (Choice) last(dialog.getChoices());
	}

	private TextField number(final String label, final Input input) {
		final double value = input.value() == null ? 0 : ((Number) input.value()).doubleValue();
		if (input.isSlider()) {
			final double min = ((Number) input.item().getMinimumValue()).doubleValue();
			final double max = ((Number) input.item().getMaximumValue()).doubleValue();
			dialog.addSlider(label, min, max, Math.min(max, Math.max(min, value)), input.step());
		}
		else dialog.addNumericField(label, value, 0, NUMBER_COLUMNS, null);
		final TextField text = (TextField) last(dialog.getNumericFields());
		text.setText(input.text());
		return text;
	}

	private boolean changed(final GenericDialog source, final AWTEvent event) {
		boolean valid = true;
		String sentence = " ";
		for (final Map.Entry<String, Field> entry : fields.entrySet()) {
			try {
				accept(current(entry.getKey()), entry.getValue());
			}
			catch (final FoveaException exc) {
				valid = false;
				sentence = exc.getMessage();
			}
		}
		if (!complaint.getText().equals(sentence)) {
			complaint.setText(sentence);
			dialog.pack();
		}
		return valid;
	}

	private void accept(final Input input, final Field field) {
		final Object value = input.parse(field.text());
		if (value instanceof final Number number && !input.isWithinRange(number.doubleValue())) {
			throw new FoveaException("'" + input.label() + "' must be " + input.range() + ".");
		}
		if (Objects.equals(value, input.value()) || field.text().equals(input.text())) return;
		input.set(value);
		dialog.setCursor(Cursor.getPredefinedCursor(Cursor.WAIT_CURSOR));
		try {
			input.callback();
		}
		finally {
			dialog.setCursor(Cursor.getDefaultCursor());
		}
		refresh();
	}

	private void refresh() {
		boolean resized = false;
		for (final Input input : Input.of(module)) {
			final Field field = fields.get(input.name());
			if (field != null) resized |= field.show(input);
		}
		if (resized) dialog.pack();
	}

	private Input current(final String name) {
		return Input.of(module).stream().filter(input -> input.name().equals(name)).findFirst().orElseThrow();
	}

	private static Component last(final Vector<?> components) {
		return (Component) components.lastElement();
	}

	/** One line of the dialog. */
	private interface Field {

		/** @return what the user entered */
		String text();

		/**
		 * Shows an input's value and choices.
		 *
		 * @param input the input
		 * @return whether the field may need another size
		 */
		boolean show(Input input);
	}

	private record SwitchField(Checkbox box) implements Field {

		@Override
		public String text() {
			return Boolean.toString(box.getState());
		}

		@Override
		public boolean show(final Input input) {
			box.setState(Boolean.TRUE.equals(input.value()));
			return false;
		}
	}

	private record ChoiceField(Choice choice) implements Field {

		@Override
		public String text() {
			return choice.getSelectedItem();
		}

		@Override
		public boolean show(final Input input) {
			final List<String> items = input.choices();
			final boolean same = items.equals(IntStream.range(0, choice.getItemCount()).mapToObj(choice::getItem).toList());
			if (!same) {
				choice.removeAll();
				items.forEach(choice::add);
			}
			if (items.isEmpty()) return !same;
			if (!items.contains(input.text())) input.set(input.parse(items.get(0)));
			choice.select(input.text());
			return !same;
		}
	}

	private record TextEntry(TextField field) implements Field {

		@Override
		public String text() {
			return field.getText();
		}

		@Override
		public boolean show(final Input input) {
			if (!isEqual(input)) field.setText(input.text());
			return false;
		}

		/** What is being typed ("0.") must not be rewritten ("0") while it means the same. */
		private boolean isEqual(final Input input) {
			if (field.getText().equals(input.text())) return true;
			try {
				return Objects.equals(input.parse(field.getText()), input.value());
			}
			catch (final FoveaException exc) {
				return true;
			}
		}
	}
}
