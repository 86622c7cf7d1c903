package org.fovea.network;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import ai.djl.ndarray.BaseNDManager;

/** What the engine keeps outside Java's heap. */
public final class EngineMemory {

	private EngineMemory() {
	}

	/**
	 * Counts arrays, modules and managers that are alive in the engine, each holding native memory until it is closed.
	 *
	 * @return how many
	 */
	public static int held() {
		final Torch torch = Torch.instance();
		return torch.call(() -> {
			final Field resources = BaseNDManager.class.getDeclaredField("resources");
			resources.setAccessible(true);
			final Deque<BaseNDManager> managers = new ArrayDeque<>();
			managers.add(torch.manager());
			int count = 0;
			while (!managers.isEmpty()) {
				for (final Object held : ((Map<?, ?>) resources.get(managers.remove())).values()) {
					count++;
					if (held instanceof final BaseNDManager manager) managers.add(manager);
				}
			}
			return count;
		});
	}
}
