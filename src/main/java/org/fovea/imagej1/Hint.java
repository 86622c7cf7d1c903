package org.fovea.imagej1;

import java.awt.Component;
import java.awt.Container;
import java.awt.Point;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;

import javax.swing.JToolTip;
import javax.swing.Popup;
import javax.swing.PopupFactory;
import javax.swing.Timer;
import javax.swing.ToolTipManager;

/** A tool tip for components of AWT, which has none of its own. Used on the event dispatch thread. */
final class Hint extends MouseAdapter {

	private static final int LINE = 60;

	private final Component owner;
	private final String text;
	private final Timer timer;
	private Popup popup;

	private Hint(final Component owner, final String text) {
		this.owner = owner;
		this.text = text;
		timer = new Timer(ToolTipManager.sharedInstance().getInitialDelay(), event -> open());
		timer.setRepeats(false);
	}

	/**
	 * Gives a component, and what it contains, a tool tip.
	 *
	 * @param component the component
	 * @param text plain; nothing happens where it is empty
	 */
	static void attach(final Component component, final String text) {
		if (text.isEmpty()) return;
		final Hint hint = new Hint(component, text);
		component.addMouseListener(hint);
		component.addHierarchyListener(event -> {
			if (!component.isShowing()) hint.close();
		});
		if (component instanceof final Container container) {
			for (final Component child : container.getComponents()) attach(child, text);
		}
	}

	/**
	 * Breaks a text into lines.
	 *
	 * @param text plain
	 * @return HTML, as tool tips of Swing take it
	 */
	static String html(final String text) {
		final StringBuilder html = new StringBuilder("<html>");
		int column = 0;
		for (final String word : text.replace("&", "&amp;").replace("<", "&lt;").split("\\s+")) {
			if (column > 0 && column + word.length() > LINE) {
				html.append("<br>");
				column = 0;
			}
			else if (column > 0) html.append(' ');
			html.append(word);
			column += word.length() + 1;
		}
		return html.append("</html>").toString();
	}

	@Override
	public void mouseEntered(final MouseEvent event) {
		timer.restart();
	}

	@Override
	public void mouseExited(final MouseEvent event) {
		close();
	}

	@Override
	public void mousePressed(final MouseEvent event) {
		close();
	}

	private void open() {
		if (!owner.isShowing()) return;
		final JToolTip tip = new JToolTip();
		tip.setTipText(html(text));
		final Point corner = owner.getLocationOnScreen();
		popup = PopupFactory.getSharedInstance().getPopup(owner, tip, corner.x, corner.y + owner.getHeight() + 2);
		popup.show();
	}

	private void close() {
		timer.stop();
		if (popup == null) return;
		popup.hide();
		popup = null;
	}
}
