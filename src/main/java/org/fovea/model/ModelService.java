package org.fovea.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.fovea.Progress;
import org.scijava.service.SciJavaService;

/** The models that Fovea can open: bundled, imported by the user, brought by extensions. Safe to use from several threads. */
public interface ModelService extends SciJavaService {

	/** @return every model, bundled ones first, then by name */
	List<ModelInfo> models();

	/**
	 * One model's description.
	 *
	 * @param id its id
	 * @return the description
	 * @throws org.fovea.FoveaException if there is none, listing those that exist
	 */
	ModelInfo info(String id);

	/**
	 * Opens a model, or shares the one that is open.
	 *
	 * @param id its id
	 * @return the model, to be closed
	 * @throws org.fovea.FoveaException if there is none or it cannot be loaded
	 */
	Model open(String id);

	/**
	 * Copies a model into the user's store.
	 *
	 * @param request what and how
	 * @param progress told of downloads and checks
	 * @return its description
	 * @throws org.fovea.FoveaException if it is not usable; nothing is left behind then
	 */
	ModelInfo add(ImportRequest request, Progress progress);

	/**
	 * Deletes a model from the user's store.
	 *
	 * @param id its id
	 * @throws org.fovea.FoveaException if it is not in the store
	 */
	void remove(String id);

	/**
	 * Verifies hashes, runs the test tensors and compares the rewritten network with the unmodified archive.
	 *
	 * @param id its id
	 * @param progress told how far it is
	 * @return what was found
	 */
	CheckReport check(String id, Progress progress);

	/**
	 * Writes a model as a bioimage.io package.
	 *
	 * @param id its id
	 * @param zip the file to write
	 */
	void export(String id, Path zip);

	/**
	 * What {@link #add} needs; everything but the path may be empty.
	 *
	 * @param path a {@code .pt} file, a zip, a folder, or a URL
	 * @param id wanted; empty = made from the file's name
	 * @param kind what it is for
	 * @param width of the input, 0 = any
	 * @param height of the input, 0 = any
	 * @param mean of the network's training images, none, one or one per channel
	 * @param deviation likewise
	 * @param labels of the classes
	 * @param sha256 that the file must have
	 */
	record ImportRequest(String path, Optional<String> id, ModelKind kind, int width, int height, List<Double> mean, List<Double> deviation,
		List<String> labels, Optional<String> sha256) {}

	/**
	 * What {@link #check} found.
	 *
	 * @param id the model
	 * @param sha256 of the weights as they are on disk
	 * @param hashMatches whether that is what the description says
	 * @param testDifference largest |difference| to the test tensors' outputs; empty where there are none
	 * @param rewriteDifference largest |difference| between the rewritten network and the unmodified archive, which must be 0
	 * @param layers that can be looked at
	 * @param rectifiers ReLUs that can be put under a rule
	 * @param limitations what cannot be made visible, a sentence each
	 */
	record CheckReport(String id, String sha256, boolean hashMatches, Optional<Double> testDifference, double rewriteDifference, int layers,
		int rectifiers, List<String> limitations) {}
}
