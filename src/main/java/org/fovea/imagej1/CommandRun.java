package org.fovea.imagej1;

import java.awt.GraphicsEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.command.Sentences;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.log.LogService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;

/**
 * One run of a command in ImageJ 1.x, on the calling thread: the current image goes in, values come from the macro or from a dialog,
 * result images are shown, the Recorder gets a line that replays. What goes wrong is said in a dialog and stops a running macro.
 */
final class CommandRun implements Runnable {

	private final CommandInfo info;
	private final ModuleService modules;
	private final LogService log;

	/**
	 * @param context where the command lives
	 * @param info the command
	 */
	CommandRun(final Context context, final CommandInfo info) {
		this.info = info;
		modules = context.service(ModuleService.class);
		log = context.service(LogService.class);
	}

	@Override
	public void run() {
		IJ.getErrorMessage();
		try {
			execute(modules.createModule(info));
		}
		catch (final CancelledException exc) {
			stop(Optional.empty());
		}
		catch (final FoveaException exc) {
			log.debug(exc);
			stop(Optional.of(exc.getMessage()));
		}
		catch (final RuntimeException | Error exc) {
			if (Macro.MACRO_CANCELED.equals(exc.getMessage()) || exc instanceof ThreadDeath) {
				forget();
				throw exc;
			}
			log.error(title() + " stopped.", exc);
			stop(Optional.of(title() + " stopped because of an error that nobody foresaw (" + exc + "); please report it with the log."));
		}
	}

	private void execute(final Module module) {
		final Optional<String> options = Optional.ofNullable(Macro.getOptions());
		fill(module, options.map(MacroOptions::parse).orElse(new MacroOptions(Map.of())));
		if (wasCancelled(module)) return;
		if (options.isEmpty() && isInteractive() && Input.of(module).stream().anyMatch(Input::isRecorded) && !ask(module)) {
			stop(Optional.empty());
			return;
		}
		final Map<String, String> values = recorded(module);
		try (EscapeKey escape = EscapeKey.cancels(module)) {
			module.run();
		}
		if (!isKept(module) && wasCancelled(module)) return;
		show(module);
		record(values);
		wasCancelled(module);
	}

	/** Some commands show what is there when they are stopped. */
	private static boolean isKept(final Module module) {
		for (final ModuleItem<?> output : module.getInfo().outputs()) {
			if (output.getValue(module) instanceof ImagePlus) return true;
		}
		return false;
	}

	private boolean wasCancelled(final Module module) {
		if (!(module instanceof final Cancelable cancelable) || !cancelable.isCanceled()) return false;
		stop(Optional.ofNullable(cancelable.getCancelReason()).filter(reason -> !reason.isBlank()));
		return true;
	}

	private void fill(final Module module, final MacroOptions options) {
		refuseUnknown(options, Input.of(module).stream().filter(Input::isKey).map(Input::name).toList());
		final ImagePlus current = WindowManager.getCurrentImage();
		for (final Input input : Input.of(module)) {
			if (input.isImage() && current != null) input.set(current);
			if (input.value() == null && input.item().getDefaultValue() != null) input.set(input.item().getDefaultValue());
			if (!options.has(input.name()) || !input.isKey()) continue;
			if (input.isSwitch() && options.value(input.name()).isEmpty()) input.set(true);
			else options.value(input.name()).ifPresent(text -> input.set(input.parse(text)));
		}
		try {
			module.initialize();
		}
		catch (final MethodCallException exc) {
			throw exc.getCause() instanceof final FoveaException sentence ? sentence : new FoveaException(title() +
				" could not be prepared; the log says why.", exc);
		}
	}

	/** A misspelt key would leave its option at the default, and the macro with an answer to another question. */
	private void refuseUnknown(final MacroOptions options, final List<String> names) {
		for (final String key : options.values().keySet()) {
			if (names.stream().noneMatch(key::equalsIgnoreCase)) {
				throw new FoveaException("'" + key + "' is no option of " + title() + (names.isEmpty() ? ", which has none; leave it out."
					: "; it has " + String.join(", ", names) + "."));
			}
		}
	}

	private boolean ask(final Module module) {
		for (final Input input : Input.of(module)) remember(module, input.item());
		if (!new ParameterDialog(module, title(), HelpPage.of(info)).show()) return false;
		modules.saveInputs(module);
		return true;
	}

	private <T> void remember(final Module module, final ModuleItem<T> item) {
		if (!item.isPersisted()) return;
		final T value = modules.load(item);
		if (value != null) item.setValue(module, value);
	}

	private static Map<String, String> recorded(final Module module) {
		final Map<String, String> values = new LinkedHashMap<>();
		for (final Input input : Input.of(module)) {
			if (input.isRecorded()) values.put(input.name(), input.text());
		}
		return values;
	}

	private static void show(final Module module) {
		for (final ModuleItem<?> output : module.getInfo().outputs()) {
			if (output.getValue(module) instanceof final ImagePlus image && WindowManager.getImage(image.getID()) != image) image.show();
		}
	}

	private void record(final Map<String, String> values) {
		if (!IJ.recording() || Recorder.getCommand() == null) return;
		forget();
		final String call = Recorder.scriptMode() ? "IJ.run(" : "run(";
		final String options = values.isEmpty() ? "" : ", \"" + Recorder.fixString(MacroOptions.format(values)) + "\"";
		Recorder.recordString(call + "\"" + Commands.label(info) + "\"" + (options.isEmpty() && Recorder.scriptMode() ? ", \"\"" : options) + ");\n");
	}

	/** Keeps ImageJ from recording the command in its own way. */
	private static void forget() {
		if (!GraphicsEnvironment.isHeadless()) Recorder.setCommand(null);
	}

	/** Without a display ImageJ hears nothing but errors: it would go on after {@link Macro#abort}. */
	private void stop(final Optional<String> reason) {
		forget();
		final boolean alreadySaid = reason.isPresent() && reason.get().equals(IJ.getErrorMessage());
		if (reason.isPresent() && !alreadySaid) IJ.error(title(), isInteractive() ? Sentences.lines(reason.get()) : reason.get());
		else if (reason.isEmpty() && GraphicsEnvironment.isHeadless()) IJ.error(title(), title() + " was cancelled.");
		else if (IJ.isMacro()) Macro.abort();
	}

	private String title() {
		return Commands.label(info).replace("...", "");
	}

	private static boolean isInteractive() {
		return !GraphicsEnvironment.isHeadless() && !Interpreter.isBatchMode();
	}
}
