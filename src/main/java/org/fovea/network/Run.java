package org.fovea.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.fovea.FoveaException;
import org.fovea.torchscript.Instrumenter;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;

/** One forward, and where asked for one backward, of a rewritten network. On the engine's thread only. */
final class Run implements AutoCloseable {

	private final Torch torch;
	private final PtNDManager manager;
	private final PtSymbolBlock block;
	private final NDList arguments = new NDList();
	private final Map<String, NDArray> found = new HashMap<>();

	Run(final Torch torch, final PtSymbolBlock block) {
		this.torch = torch;
		this.block = block;
		this.manager = (PtNDManager) torch.manager().newSubManager();
	}

	/** Adds an input of the network. */
	Run input(final Tensor tensor) {
		arguments.add(array(tensor, DataType.FLOAT32));
		return this;
	}

	/** Adds an entry of the plan that says something by being there. */
	Run mark(final String key) {
		return plan(key, Tensor.of(new float[1], 1));
	}

	/** Adds an entry of the plan. */
	Run plan(final String key, final Tensor value) {
		final NDArray array = array(value, DataType.FLOAT32);
		array.setName("plan." + key);
		arguments.add(array);
		return this;
	}

	/** Runs forward. */
	void forward() {
		mark("-");
		final NDArray method = manager.create(0f);
		method.setName("module_method:" + Instrumenter.RUN);
		arguments.add(method);
		try {
			IValueUtils.forward(block, arguments, true).forEach(array -> found.put(array.getName(), array));
		}
		catch (final EngineException e) {
			throw refused(e);
		}
	}

	private FoveaException refused(final EngineException e) {
		final String size = arguments.stream().findFirst().map(array -> Arrays.toString(array.getShape().getShape())).orElse("nothing");
		final String message = String.valueOf(e.getMessage());
		if (message.contains("not enough memory") || message.contains("out of memory")) {
			return new FoveaException("There is not enough memory to run the network on " + size + "; choose a smaller area.", e);
		}
		if (message.contains("fovea.py") && message.contains("(self).change(")) {
			return new FoveaException("What should be added to, multiplied with or put in place of " + String.join(" or ", changed()) +
				" has a shape that does not fit; Model Summary lists the shapes.", e);
		}
		return new FoveaException("The network cannot run on an input of size " + size +
			"; choose an area of the size that the model was made for.", e);
	}

	private List<String> changed() {
		final String kinds = "plan\\.(scale|shift|replace|insert|leave):\\.?";
		return arguments.stream().map(NDArray::getName).filter(name -> name != null && name.matches(kinds + ".*")).map(name -> "'" + name
			.replaceFirst(kinds, "") + "'").distinct().toList();
	}

	/** The outputs in the network's order. */
	Map<String, Tensor> outputs() {
		final Map<Integer, String> order = new TreeMap<>();
		found.keySet().stream().filter(key -> key.startsWith("out:")).forEach(key -> order.put(Integer.valueOf(key.split(":", 3)[1]), key));
		final Map<String, Tensor> outputs = new LinkedHashMap<>();
		order.values().forEach(key -> outputs.put(key.split(":", 3)[2], Floats.read(found.get(key))));
		return outputs;
	}

	/** The activations found under a kind of key, in no order. */
	Map<String, Tensor> all(final String kind) {
		final Map<String, Tensor> tensors = new HashMap<>();
		found.forEach((key, array) -> {
			if (key.startsWith(kind + ":")) tensors.put(key.substring(kind.length() + 1), Floats.read(array));
		});
		return tensors;
	}

	/** What was found under a key. */
	Optional<Tensor> found(final String key) {
		return Optional.ofNullable(found.get(key)).map(Floats::read);
	}

	/** The key of the first output. */
	Optional<String> outputKey() {
		return found.keySet().stream().filter(key -> key.startsWith("out:0:")).findFirst();
	}

	/** How many ReLUs were cut out of the graph. */
	int rectifiers() {
		return (int) found.keySet().stream().filter(key -> key.startsWith("post:")).count();
	}

	/**
	 * Runs backward.
	 *
	 * @param seeds what arrives, by the key of the tensor it arrives at
	 * @param wanted keys of the tensors whose gradients are wanted
	 * @param rule how gradients pass ReLUs
	 * @return the gradients in the order of {@code wanted}, empty where nothing arrives
	 */
	List<Optional<Tensor>> backward(final Map<String, Tensor> seeds, final List<String> wanted, final Rule rule) {
		final NDList list = new NDList();
		seeds.keySet().forEach(key -> list.add(named(found.get(key), "roots[]")));
		seeds.forEach((key, seed) -> list.add(named(array(seed, found.get(key).getDataType()), "seeds[]")));
		wanted.forEach(key -> list.add(named(((PtNDArray) found.get(key)), "wanted[]")));
		final boolean isPlain = rule == Rule.PLAIN || rectifiers() == 0;
		if (!isPlain) {
			for (final String kind : List.of("pre", "post", "gate")) {
				for (int i = 0; i < rectifiers(); i++) list.add(named(found.get(kind + ":" + i), kind + "[]"));
			}
			list.add(named(manager.create(rule == Rule.GUIDED ? 1f : 0f), null));
		}
		list.add(named(manager.create(0f), "module_method:" + (isPlain ? "plain" : "ruled")));
		final Map<String, Tensor> gradients = new HashMap<>();
		try {
			IValueUtils.forward(torch.backward(), list, true).forEach(array -> gradients.put(array.getName(), Floats.read(array)));
		}
		catch (final EngineException e) {
			throw new FoveaException("The network cannot be differentiated from this target; use a method without gradients, Occlusion Map for one.",
				e);
		}
		final List<Optional<Tensor>> ordered = new ArrayList<>();
		for (int i = 0; i < wanted.size(); i++) ordered.add(Optional.ofNullable(gradients.get(Integer.toString(i))));
		return ordered;
	}

	private static NDArray named(final NDArray array, final String name) {
		array.setName(name);
		return array;
	}

	private NDArray array(final Tensor tensor, final DataType type) {
		return Floats.create(manager, tensor, type);
	}

	@Override
	public void close() {
		manager.close();
	}
}
