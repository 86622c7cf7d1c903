package org.fovea.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.fovea.model.ModelService;
import org.fovea.network.Tensor;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;

/** A SciJava context with the golden networks in its registry, and commands run in it as scripts do. */
public final class Workbench implements AutoCloseable {

	private final Context context;
	private final String before;

	/** Opens a context whose own models lie in a folder. */
	public Workbench(final Path store) {
		before = System.getProperty("fovea.store");
		System.setProperty("fovea.store", store.toString());
		context = new Context();
	}

	/** The registry. */
	public ModelService models() {
		return context.service(ModelService.class);
	}

	/** The context. */
	public Context context() {
		return context;
	}

	/** Imports a golden network as a model that takes 32-bit pixels as they are. */
	public void add(final String network, final ModelKind kind, final String... labels) {
		final Golden golden = Golden.of(network);
		final Path archive = golden.archive("traced");
		models().add(new ModelService.ImportRequest(archive.toString(), Optional.of(network), kind, 0, 0, List.of(), List.of(), List.of(labels),
			Optional.empty()), Progress.NONE);
	}

	/** Imports a golden network that is shown pictures of one size only. */
	void addFixed(final String network, final String id, final int width, final int height) {
		models().add(new ModelService.ImportRequest(Golden.of(network).archive("traced").toString(), Optional.of(id), ModelKind.CLASSIFIER, width, height,
			List.of(), List.of(), List.of(), Optional.empty()), Progress.NONE);
	}

	/** Runs a command without a dialog. */
	public Module run(final Class<? extends Command> command, final Object... inputs) {
		try {
			return context.service(ModuleService.class).run(context.service(CommandService.class).getCommand(command), true, inputs).get();
		}
		catch (final InterruptedException | ExecutionException exc) {
			throw new AssertionError(exc);
		}
	}

	/** Runs a command that must refuse, and returns what it says. */
	String refusal(final Class<? extends Command> command, final Object... inputs) {
		final Cancelable module = (Cancelable) run(command, inputs);
		if (!module.isCanceled()) throw new AssertionError(command.getSimpleName() + " accepted " + Arrays.toString(inputs));
		return module.getCancelReason();
	}

	/** A 32-bit multi-channel image, or stack of such images, of network inputs. */
	public static ImagePlus image(final Tensor... inputs) {
		final Tensor first = inputs[0];
		final int channels = first.size(1);
		final int width = first.size(3);
		final int height = first.size(2);
		final ImageStack stack = new ImageStack(width, height);
		for (final Tensor input : inputs) {
			for (int c = 0; c < channels; c++) {
				stack.addSlice(new FloatProcessor(width, height, Arrays.copyOfRange(input.data(), c * width * height, (c + 1) * width * height)));
			}
		}
		final ImagePlus image = new ImagePlus("golden.tif", stack);
		image.setDimensions(channels, inputs.length, 1);
		image.setOpenAsHyperStack(true);
		return channels > 1 ? new CompositeImage(image, CompositeImage.COMPOSITE) : image;
	}

	/** The pixels of a 32-bit image. */
	public static float[] pixels(final ImagePlus image) {
		return (float[]) image.getProcessor().getPixels();
	}

	static List<String> labels(final ImagePlus image) {
		return new ArrayList<>(Arrays.asList(image.getStack().getSliceLabels()).subList(0, image.getStackSize()));
	}

	@Override
	public void close() {
		context.dispose();
		if (before == null) System.clearProperty("fovea.store");
		else System.setProperty("fovea.store", before);
	}
}
