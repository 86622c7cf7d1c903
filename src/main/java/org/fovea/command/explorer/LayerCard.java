package org.fovea.command.explorer;

import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.JPanel;

import org.fovea.network.Layer;

/** What is known of a layer. */
final class LayerCard extends JPanel {

	private static final long serialVersionUID = 1L;

	private final JLabel name = new JLabel(" ");
	private final Map<String, JLabel> facts = new LinkedHashMap<>();

	LayerCard() {
		super(new GridBagLayout());
		setBorder(BorderFactory.createCompoundBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Style.line()), Style.padding(0.5, 0.6)));
		name.setFont(Style.heading());
		final GridBagConstraints c = new GridBagConstraints();
		c.gridwidth = 2;
		c.anchor = GridBagConstraints.WEST;
		c.fill = GridBagConstraints.HORIZONTAL;
		c.insets.bottom = Style.length(0.25);
		add(name, c);
		for (final String fact : new String[] { "Operator", "Output", "Parameters", "Receptive field", "Jump" }) row(fact);
	}

	/**
	 * Shows a layer.
	 *
	 * @param layer to be shown; empty to show nothing
	 */
	void show(final Optional<Layer> layer) {
		name.setText(layer.map(Layer::name).orElse(" "));
		name.setToolTipText(layer.map(Layer::name).orElse(null));
		set("Operator", layer.map(Layer::operator));
		set("Output", layer.map(Readout::shape));
		set("Parameters", layer.map(l -> String.format(java.util.Locale.ROOT, "%,d", l.parameters())));
		set("Receptive field", layer.map(Readout::field));
		set("Jump", layer.map(Readout::jump));
	}

	private void row(final String fact) {
		final JLabel value = Style.label(" ");
		facts.put(fact, value);
		final GridBagConstraints c = new GridBagConstraints();
		c.gridx = 0;
		c.anchor = GridBagConstraints.BASELINE_LEADING;
		c.insets.right = Style.length(1);
		add(Style.note(fact), c);
		c.gridx = 1;
		c.weightx = 1;
		c.fill = GridBagConstraints.HORIZONTAL;
		c.insets.right = 0;
		add(value, c);
	}

	private void set(final String fact, final Optional<String> value) {
		facts.get(fact).setText(value.orElse(" "));
		facts.get(fact).setToolTipText(value.orElse(null));
	}
}
