package org.fovea.imagej1;

import java.io.File;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.fovea.FoveaException;
import org.scijava.Context;
import org.scijava.ItemIO;
import org.scijava.MenuPath;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.ContextCommand;
import org.scijava.command.DynamicCommand;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.PluginService;

import ij.ImagePlus;
import ij.gui.NewImage;

/** Commands that say what they were given; they stand in no index, so that only the tests of this package meet them. */
public final class TestCommands {

	private static final List<Class<? extends Command>> CLASSES = List.of(Make.class, Echo.class, Refuse.class, Shown.class, Broken.class, Endless.class);

	private TestCommands() {
	}

	/** Adds the commands to the shared context, once. */
	static synchronized void add() {
		final Context context = Commands.shared().context();
		final PluginService plugins = context.service(PluginService.class);
		for (final Class<? extends Command> type : CLASSES) {
			if (plugins.getPlugin(type) == null) plugins.addPlugin(info(type));
		}
	}

	private static CommandInfo info(final Class<? extends Command> type) {
		final CommandInfo info = new CommandInfo(type);
		info.setPluginType(Command.class);
		final String submenu = type == Make.class ? "Samples" : "Tests";
		final boolean opensDialog = type == Make.class || type == Echo.class;
		info.setMenuPath(new MenuPath("Plugins>Fovea>" + submenu + ">Test " + type.getSimpleName() + (opensDialog ? "..." : "")));
		return info;
	}

	/** Makes an image. */
	public static final class Make extends ContextCommand {

		@Parameter(label = "Width of the field", min = "1", max = "100", style = "slider", persist = false)
		private int width = 32;

		@Parameter(persist = false)
		private boolean inverted;

		@Parameter(type = ItemIO.OUTPUT)
		private ImagePlus output;

		@Override
		public void run() {
			output = NewImage.createByteImage("made", width, 16, 1, inverted ? NewImage.FILL_WHITE : NewImage.FILL_BLACK);
		}
	}

	/** Makes an image that is called what the inputs are. */
	public static final class Echo extends DynamicCommand {

		@Parameter(persist = false)
		private ImagePlus image;

		@Parameter(label = "Model", choices = { "small", "large one" }, callback = "modelChanged", persist = false)
		private String model = "small";

		@Parameter(label = "Layer", description = "Where the map is read.", initializer = "modelChanged", persist = false)
		private String layer = "auto";

		@Parameter(min = "0", max = "1", stepSize = "0.05", persist = false)
		private double opacity = 0.5;

		@Parameter(min = "1", persist = false)
		private int count = 3;

		@Parameter(persist = false)
		private boolean masks = true;

		@Parameter(required = false)
		private File path = new File("");

		@Parameter(type = ItemIO.OUTPUT)
		private ImagePlus echo;

		@Override
		public void run() {
			final String title = "image=" + (image == null ? "none" : image.getTitle()) + " model=" + model + " layer=" + layer + " opacity=" + opacity +
				" count=" + count + " masks=" + masks + " path=" + path;
			echo = NewImage.createByteImage(title, 1, 1, 1, NewImage.FILL_BLACK);
		}

		@SuppressWarnings("unused")
		private void modelChanged() {
			getInfo().getMutableInput("layer", String.class).setChoices(layers(model));
			if (!layers(model).contains(layer)) layer = "auto";
		}

		static List<String> layers(final String model) {
			return model.equals("small") ? List.of("auto", "conv1") : List.of("auto", "conv1", "block 2", "block 3");
		}
	}

	/** Cancels with a sentence. */
	public static final class Refuse extends ContextCommand {

		@Override
		public void run() {
			cancel("Open an image first.");
		}
	}

	/** Shows its output itself. */
	public static final class Shown extends ContextCommand {

		@Parameter(type = ItemIO.OUTPUT)
		private ImagePlus output;

		@Override
		public void run() {
			output = NewImage.createByteImage("shown", 8, 8, 1, NewImage.FILL_BLACK);
			output.show();
		}
	}

	/** Throws what commands throw when they fail. */
	public static final class Broken extends ContextCommand {

		@Override
		public void run() {
			throw new FoveaException("The file is no network; choose another.");
		}
	}

	/** Runs until somebody presses Esc. */
	public static final class Endless extends ContextCommand {

		private static final AtomicReference<Runnable> START = new AtomicReference<>(() -> {});

		static void onStart(final Runnable action) {
			START.set(action);
		}

		@Override
		public void run() {
			START.get().run();
			while (!isCanceled()) Thread.onSpinWait();
		}
	}
}
