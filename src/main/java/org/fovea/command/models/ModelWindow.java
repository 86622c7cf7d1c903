package org.fovea.command.models;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Frame;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.JTextArea;
import javax.swing.ListSelectionModel;
import javax.swing.SwingWorker;

import org.fovea.command.Recording;
import org.fovea.FoveaException;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelService;

import ij.IJ;
import ij.WindowManager;
import ij.gui.GUI;
import ij.gui.YesNoCancelDialog;
import ij.io.SaveDialog;

/**
 * A window over the registry: the models on the left, what is known of the chosen one on the right, below what can be done. The buttons
 * run the menu's own commands, so everything done here can be recorded. Used on the event thread; nothing slow runs on it.
 */
final class ModelWindow {

	private static final String TITLE = "Fovea Models Manager";

	private final ModelService models;
	private final JFrame frame = new JFrame(TITLE);
	private final DefaultListModel<String> ids = new DefaultListModel<>();
	private final JList<String> list = new JList<>(ids);
	private final JTextArea card = new JTextArea();
	private final JLabel message = new JLabel(" ");
	private final JButton remove = button("Remove...", this::remove);
	private final List<JButton> needModel = List.of(remove, button("Check", id -> command("Check Model...", id)), button("Summary",
		id -> command("Model Summary...", id)), button("Export...", this::export));
	private List<ModelInfo> infos = List.of();

	ModelWindow(final ModelService models) {
		this.models = models;
		list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
		list.addListSelectionListener(event -> describe());
		card.setEditable(false);
		card.setLineWrap(true);
		card.setWrapStyleWord(true);
		card.setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT));
		final JButton add = new JButton("Import...");
		add.addActionListener(event -> IJ.doCommand("Import Model..."));
		buttons.add(add);
		needModel.forEach(buttons::add);
		final JPanel south = new JPanel(new BorderLayout());
		south.add(buttons, BorderLayout.CENTER);
		south.add(message, BorderLayout.SOUTH);
		final JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, new JScrollPane(list), new JScrollPane(card));
		split.setDividerLocation(190);
		frame.add(split, BorderLayout.CENTER);
		frame.add(south, BorderLayout.SOUTH);
		frame.setPreferredSize(new Dimension(720, 420));
		frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowActivated(final WindowEvent event) {
				refresh();
			}

			@Override
			public void windowClosed(final WindowEvent event) {
				WindowManager.removeWindow(frame);
			}
		});
	}

	/** Shows the window, or brings the open one to the front. */
	void open() {
		final Frame open = WindowManager.getFrame(TITLE);
		if (open != null) {
			open.toFront();
			return;
		}
		frame.pack();
		GUI.centerOnImageJScreen(frame);
		WindowManager.addWindow(frame);
		frame.setVisible(true);
		refresh();
	}

	private JButton button(final String text, final Consumer<String> action) {
		final JButton button = new JButton(text);
		button.addActionListener(event -> Optional.ofNullable(list.getSelectedValue()).ifPresent(action));
		return button;
	}

	private void refresh() {
		inBackground(models::models, found -> {
			if (found.equals(infos)) return;
			infos = found;
			final String before = list.getSelectedValue();
			ids.clear();
			found.forEach(info -> ids.addElement(info.id()));
			list.setSelectedValue(before, true);
			if (list.isSelectionEmpty() && !ids.isEmpty()) list.setSelectedIndex(0);
			describe();
		});
	}

	private void describe() {
		final Optional<ModelInfo> info = infos.stream().filter(i -> i.id().equals(list.getSelectedValue())).findFirst();
		needModel.forEach(button -> button.setEnabled(info.isPresent()));
		remove.setEnabled(info.filter(i -> i.origin() == ModelInfo.Origin.STORE).isPresent());
		card.setText(info.map(ModelTables::card).orElse("No model yet; import one."));
		card.setCaretPosition(0);
	}

	private void command(final String label, final String id) {
		inBackground(() -> {
			IJ.run(label, "model=[" + id + "]");
			Recording.run(label, "model=[" + id + "]");
			return label;
		}, done -> refresh());
	}

	private void remove(final String id) {
		final YesNoCancelDialog dialog = new YesNoCancelDialog(frame, "Remove Model", "Delete '" + id + "' from your models?", "Delete", "Keep");
		if (dialog.yesPressed()) command("Remove Model...", id);
	}

	private void export(final String id) {
		final SaveDialog dialog = new SaveDialog("Export Model", id, ".zip");
		if (dialog.getFileName() == null) return;
		final Path zip = Path.of(dialog.getDirectory(), dialog.getFileName());
		inBackground(() -> {
			models.export(id, zip);
			return zip;
		}, file -> message.setText("Exported " + file.getFileName()));
	}

	private interface Slow<T> {

		T get();
	}

	private <T> void inBackground(final Slow<T> work, final Consumer<T> then) {
		message.setText(" ");
		new SwingWorker<T, Void>() {

			@Override
			protected T doInBackground() {
				return work.get();
			}

			@Override
			protected void done() {
				try {
					then.accept(get());
				}
				catch (final ExecutionException exc) {
					message.setText(exc.getCause() instanceof FoveaException ? exc.getCause().getMessage() : "That failed: " + exc.getCause());
				}
				catch (final InterruptedException exc) {
					Thread.currentThread().interrupt();
				}
			}
		}.execute();
	}
}
