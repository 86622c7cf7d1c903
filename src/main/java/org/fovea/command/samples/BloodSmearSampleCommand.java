package org.fovea.command.samples;

import org.fovea.command.FoveaCommand;
import org.fovea.command.Work;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/** Opens one simulated field, among ImageJ's own samples. */
@Plugin(type = Command.class, menuPath = "File>Open Samples>Blood Smear (simulated)")
public final class BloodSmearSampleCommand extends FoveaCommand {

	@Parameter(type = ItemIO.OUTPUT, label = "Smear")
	private ImagePlus smear;

	@Override
	protected Work prepare() {
		return progress -> {
			final SmearImages images = new SmearImages(SmearImages.WIDTH, SmearImages.HEIGHT, 1);
			images.simulateFields(1, progress);
			return () -> smear = present("smear", images.smear());
		};
	}
}
