package org.fovea.command.explorer;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingWorker;

import org.fovea.model.ModelInfo;
import org.fovea.model.ModelService;

import ij.ImagePlus;

/** Which model looks at which image, and what it says of it. */
final class Header {

	private final Exploration exploration;
	private final JPanel panel = Wrapping.panel(0.5, 0.1);
	private final JComboBox<String> models = new JComboBox<>();
	private final JLabel seen = Style.label(" ");
	private final JLabel verdict = Style.label("");
	private final JLabel verdictNote = Style.note("Result");
	private boolean isListing;

	/**
	 * @param exploration what is shown, and told what is chosen
	 * @param infos every model
	 */
	Header(final Exploration exploration, final List<ModelInfo> infos) {
		this.exploration = exploration;
		final JLabel label = Style.label("Model");
		label.setLabelFor(models);
		label.setDisplayedMnemonic('M');
		models.setName("models");
		models.setFont(Style.font());
		models.getAccessibleContext().setAccessibleName("Model");
		models.addActionListener(event -> {
			if (!isListing && models.getSelectedItem() != null) exploration.chooseModel((String) models.getSelectedItem());
		});
		seen.setName("seen");
		verdict.setName("verdict");
		panel.setBorder(BorderFactory.createCompoundBorder(BorderFactory.createMatteBorder(0, 0, 1, 0, Style.line()), Style.padding(0.4, 0.1)));
		panel.add(label);
		panel.add(models);
		panel.add(Box.createHorizontalStrut(Style.length(1)));
		panel.add(Style.note("Image"));
		panel.add(seen);
		panel.add(Box.createHorizontalStrut(Style.length(1)));
		panel.add(verdictNote);
		panel.add(verdict);
		exploration.addListener(change -> {
			if (change == Exploration.Change.ANSWER || change == Exploration.Change.QUESTION) refresh();
		});
		list(infos);
		refresh();
	}

	/** @return what is to be laid out */
	JPanel panel() {
		return panel;
	}

	/**
	 * Asks for the models again, off the event thread: they may have been imported or removed while another window was in front.
	 *
	 * @param service the registry
	 * @param log receives what nobody foresaw
	 */
	void listAgain(final ModelService service, final Consumer<Throwable> log) {
		new SwingWorker<List<ModelInfo>, Void>() {

			@Override
			protected List<ModelInfo> doInBackground() {
				return service.models();
			}

			@Override
			protected void done() {
				try {
					list(get());
				}
				catch (final ExecutionException exc) {
					log.accept(exc.getCause());
				}
				catch (final InterruptedException exc) {
					Thread.currentThread().interrupt();
				}
			}
		}.execute();
	}

	private void list(final List<ModelInfo> infos) {
		final List<String> ids = infos.stream().map(ModelInfo::id).toList();
		if (ids.equals(IntStream.range(0, models.getItemCount()).mapToObj(models::getItemAt).toList())) return;
		isListing = true;
		models.removeAllItems();
		ids.forEach(models::addItem);
		models.setSelectedItem(exploration.question().model());
		isListing = false;
	}

	private void refresh() {
		isListing = true;
		models.setSelectedItem(exploration.question().model());
		isListing = false;
		seen.setText(exploration.scene().map(Readout::seen).or(() -> exploration.question().image().map(ImagePlus::getTitle)).orElse("none open"));
		verdict.setText(exploration.scene().map(Scene::verdict).orElse(""));
		verdictNote.setVisible(!verdict.getText().isEmpty());
	}
}
