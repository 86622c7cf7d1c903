package org.fovea.command;

import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.image.Front;
import org.scijava.ItemVisibility;
import org.scijava.app.StatusService;
import org.scijava.command.DynamicCommand;
import org.scijava.log.LogService;
import org.scijava.module.MethodCallException;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;

/** What every command of Fovea does alike: order its dialog, run its work so that it can be stopped, and say in one sentence what failed. */
public abstract class FoveaCommand extends DynamicCommand {

	private static final List<String> FIRST = List.of("image", "model", "layer", "target", "method");
	private static final List<String> LAST = List.of("area", "fit", "slices", "show", "lut", "opacity");

	@Parameter
	private LogService log;

	@Parameter
	private StatusService status;

	@Parameter
	private TaskService tasks;

	/**
	 * Checks the inputs, on the calling thread.
	 *
	 * @return what is to be done
	 * @throws FoveaException if an input cannot be used, saying what can
	 */
	protected abstract Work prepare();

	/** Puts the inputs in the order of every dialog: what is asked, how the network sees, how the result is shown. */
	@Override
	public void initialize() throws MethodCallException {
		final List<ModuleItem<?>> inputs = new ArrayList<>();
		getInfo().inputs().forEach(inputs::add);
		inputs.forEach(getInfo()::removeInput);
		inputs.sort(Comparator.comparingInt(item -> rank(item.getName())));
		inputs.forEach(getInfo()::addInput);
		super.initialize();
	}

	@Override
	public final void run() {
		try {
			final Work work = prepare();
			new Runner(status, tasks, this::isCanceled).run(title(), work).run();
		}
		catch (final CancelledException exc) {
			cancel(null);
		}
		catch (final FoveaException exc) {
			log.debug(exc);
			fail(exc.getMessage());
		}
		catch (final OutOfMemoryError exc) {
			log.error(title() + " ran out of memory.", exc);
			fail("There is not enough memory for this image; select a smaller area or give ImageJ more with Edit > Options > Memory & Threads... and restart it.");
		}
		catch (final RuntimeException | LinkageError exc) {
			log.error(title() + " stopped.", exc);
			fail(title() + " stopped because of an error that nobody foresaw (" + exc + "); please report it with the log.");
		}
	}

	/** @return the menu entry without dots */
	protected final String title() {
		return getInfo().getMenuPath().getLeaf().getName().replace("...", "");
	}

	/**
	 * Tells something that is no error, in the status bar.
	 *
	 * @param sentence a few words
	 */
	protected final void say(final String sentence) {
		status.showStatus(sentence);
	}

	/**
	 * Shows a result image and keeps everybody else from showing it again.
	 *
	 * @param output the name of the output parameter
	 * @param image the result
	 * @return the image
	 */
	protected final ImagePlus present(final String output, final ImagePlus image) {
		resolveOutput(output);
		if (!GraphicsEnvironment.isHeadless() || IJ.isMacro()) Front.show(image);
		return image;
	}

	/**
	 * Cancels with a reason. A running macro is stopped: {@link #cancel} alone would let it go on.
	 *
	 * @param sentence what went wrong and what to do
	 */
	protected final void fail(final String sentence) {
		final boolean isHeadless = GraphicsEnvironment.isHeadless();
		cancel(IJ.isMacro() && !isHeadless ? null : sentence);
		if (IJ.isMacro() || isHeadless) IJ.error(title(), isHeadless ? sentence : Sentences.lines(sentence));
	}

	/** @return all options as macros write them */
	protected final String macroOptions() {
		return StreamSupport.stream(getInfo().inputs().spliterator(), false).filter(FoveaCommand::isOption).map(item -> {
			final String value = String.valueOf(getInput(item.getName()));
			return item.getName() + "=" + (value.isEmpty() || value.contains(" ") ? "[" + value + "]" : value);
		}).collect(Collectors.joining(" "));
	}

	private static boolean isOption(final ModuleItem<?> item) {
		return item.getVisibility() != ItemVisibility.MESSAGE && (item.getType() == String.class || item.getType().isPrimitive());
	}

	/** @return whether somebody can answer a dialog */
	protected static boolean isInteractive() {
		return !GraphicsEnvironment.isHeadless() && !IJ.isMacro();
	}

	private static int rank(final String name) {
		if (FIRST.contains(name)) return FIRST.indexOf(name) - FIRST.size();
		return 1 + LAST.indexOf(name);
	}
}
