package org.fovea.command.explorer;

import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;

/** A sentence in the middle of an empty place, and what can be done about it. */
final class Message extends JPanel {

	private static final long serialVersionUID = 1L;

	private final JTextArea text = new JTextArea();
	private final JButton button = new JButton();

	/** @param action of the button */
	Message(final Runnable action) {
		super(new GridBagLayout());
		setBackground(Style.background());
		text.setName("message");
		text.setEditable(false);
		text.setFocusable(false);
		text.setLineWrap(true);
		text.setWrapStyleWord(true);
		text.setOpaque(false);
		text.setColumns(30);
		text.setFont(Style.font());
		text.setForeground(Style.faint());
		text.setBorder(BorderFactory.createEmptyBorder());
		button.setName("remedy");
		button.addActionListener(event -> action.run());
		final GridBagConstraints c = new GridBagConstraints();
		c.gridx = 0;
		c.insets.bottom = Style.length(1);
		c.insets.left = Style.length(1);
		c.insets.right = Style.length(1);
		add(text, c);
		add(button, c);
	}

	/**
	 * Says something.
	 *
	 * @param sentence to be read
	 * @param remedy on the button; empty for no button
	 */
	void say(final String sentence, final String remedy) {
		text.setText(sentence);
		button.setText(remedy);
		button.setVisible(!remedy.isEmpty());
	}
}
