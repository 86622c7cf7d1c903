package org.fovea.imagej1;

import java.awt.GraphicsEnvironment;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

import net.imagej.patcher.LegacyInjector;

/** Patches ImageJ 1.x before any test loads a class of it, so that macros run without a display. */
public final class PatchedImageJ implements LauncherSessionListener {

	@Override
	public void launcherSessionOpened(final LauncherSession session) {
		if (GraphicsEnvironment.isHeadless()) LegacyInjector.preinit(PatchedImageJ.class.getClassLoader());
	}
}
