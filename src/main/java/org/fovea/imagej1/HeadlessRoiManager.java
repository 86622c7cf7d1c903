package org.fovea.imagej1;

import java.awt.Checkbox;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Map;

import javax.swing.DefaultListModel;
import javax.swing.JList;

import ij.Menus;
import ij.plugin.PlugIn;
import ij.plugin.frame.RoiManager;
import sun.reflect.ReflectionFactory;

/**
 * The ROI Manager without its window. It is a window by inheritance, so that its constructors fail where there is no display, while
 * nothing of what macros ask of it needs one; here it comes to life without running them.
 */
public final class HeadlessRoiManager implements PlugIn {

	private static final String COMMAND = "ROI Manager...";

	/** What the constructors of ImageJ 1.54p would have set to something other than zero. */
	private static final Map<String, Object> INITIAL = Map.of("defaultLineWidth", 1, "firstTime", true, "recordShowAll", true, "translateX", 10.0,
		"translateY", 10.0, "multiCropShow", true);

	/** Makes the manager the one that macros and commands find. */
	@SuppressWarnings("unchecked")
	static void install() {
		if (RoiManager.getRawInstance() != null) return;
		try {
			final RoiManager manager = allocate(RoiManager.class);
			final DefaultListModel<String> names = new DefaultListModel<>();
			set(manager, "listModel", names);
			set(manager, "list", new JList<>(names));
			set(manager, "rois", new ArrayList<>());
			set(manager, "showAllCheckbox", allocate(Checkbox.class));
			set(manager, "labelsCheckbox", allocate(Checkbox.class));
			for (final Map.Entry<String, Object> entry : INITIAL.entrySet()) set(manager, entry.getKey(), entry.getValue());
			set(manager, "instance", manager);
			Menus.getCommands().put(COMMAND, HeadlessRoiManager.class.getName());
		}
		catch (final ReflectiveOperationException exc) {
			throw new IllegalStateException("This version of ImageJ has another ROI Manager.", exc);
		}
	}

	/** Does nothing: the manager is open already, as far as there is anything to open. */
	@Override
	public void run(final String arg) {
		install();
	}

	private static <T> T allocate(final Class<T> type) throws ReflectiveOperationException {
		final Constructor<?> constructor = ReflectionFactory.getReflectionFactory().newConstructorForSerialization(type, Object.class.getConstructor());
		return type.cast(constructor.newInstance());
	}

	private static void set(final RoiManager manager, final String name, final Object value) throws ReflectiveOperationException {
		final Field field = RoiManager.class.getDeclaredField(name);
		field.setAccessible(true);
		field.set(manager, value);
	}
}
