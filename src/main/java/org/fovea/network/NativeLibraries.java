package org.fovea.network;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

import org.fovea.FoveaException;

/**
 * The native libraries of this process. Two copies of libtorch in one process overwrite each other's state and can end it, so a second
 * one is refused.
 *
 * @param paths of the loaded libraries; empty where the Java machine does not tell
 */
record NativeLibraries(List<String> paths) {

	private static final Pattern PATH = Pattern.compile("(/|[A-Za-z]:\\\\)[^\\r\\n]*");

	/** @return what is loaded now, as the Java machine's own diagnostic command {@code VM.dynlibs} lists it on every system */
	static NativeLibraries current() {
		try {
			final Object answer = ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName(
				"com.sun.management:type=DiagnosticCommand"), "vmDynlibs", new Object[] { null }, new String[] { String[].class.getName() });
			return parse(String.valueOf(answer));
		}
		catch (final JMException e) {
			return new NativeLibraries(List.of());
		}
	}

	/**
	 * Reads the list.
	 *
	 * @param list one library a line, its path last
	 * @return the libraries
	 */
	static NativeLibraries parse(final String list) {
		return new NativeLibraries(list.lines().map(PATH::matcher).filter(Matcher::find).map(Matcher::group).distinct().toList());
	}

	/**
	 * Refuses to load PyTorch where it is there already.
	 *
	 * @throws FoveaException if another plugin has loaded a libtorch
	 */
	void refuseSecondTorch() {
		for (final String path : paths) {
			final String file = path.substring(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
			if (file.startsWith("libtorch") || file.startsWith("torch_cpu") || file.startsWith("libc10") || file.equals("c10.dll")) {
				throw new FoveaException("Another plugin has already loaded PyTorch from " + path +
					", and two copies can crash ImageJ; restart ImageJ and use Fovea first.");
			}
		}
	}
}
