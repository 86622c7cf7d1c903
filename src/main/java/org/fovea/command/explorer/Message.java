package org.fovea.command.explorer;

import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;

import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextPane;
import javax.swing.text.SimpleAttributeSet;
import javax.swing.text.StyleConstants;

/** A sentence in the middle of an empty place, and what can be done about it. */
final class Message extends JPanel {

	private static final long serialVersionUID = 1L;

	private final JTextPane text = new JTextPane();
	private final JButton button = new JButton();

	/** @param action of the button */
	Message(final Runnable action) {
		super(new GridBagLayout());
		setBackground(Style.background());
		text.setName("message");
		text.setEditable(false);
		text.setFocusable(false);
		text.setOpaque(false);
		text.setFont(Style.font());
		text.setForeground(Style.faint());
		button.setName("remedy");
		button.setFont(Style.font());
		button.addActionListener(event -> action.run());
		final GridBagConstraints c = new GridBagConstraints();
		c.gridx = 0;
		c.weightx = 1;
		c.fill = GridBagConstraints.HORIZONTAL;
		c.insets.left = Style.length(2);
		c.insets.right = Style.length(2);
		add(text, c);
		c.fill = GridBagConstraints.NONE;
		c.insets.top = Style.length(1);
		add(button, c);
		say("", "");
	}

	/**
	 * Says something.
	 *
	 * @param sentence to be read
	 * @param remedy on the button; empty for no button
	 */
	void say(final String sentence, final String remedy) {
		if (!sentence.equals(text.getText())) {
			text.setText(sentence);
			final SimpleAttributeSet centred = new SimpleAttributeSet();
			StyleConstants.setAlignment(centred, StyleConstants.ALIGN_CENTER);
			text.getStyledDocument().setParagraphAttributes(0, text.getDocument().getLength(), centred, false);
		}
		button.setText(remedy);
		button.setVisible(!remedy.isEmpty());
		revalidate();
	}
}
