package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javax.swing.BorderFactory;
import javax.swing.Icon;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.JTree;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.tree.DefaultMutableTreeNode;
import javax.swing.tree.DefaultTreeModel;
import javax.swing.tree.TreeCellRenderer;
import javax.swing.tree.TreePath;
import javax.swing.tree.TreeSelectionModel;

import org.fovea.network.Layer;

/** The layers of a model as a tree of its modules, with a field that narrows it down. */
final class LayerTree extends JPanel {

	private static final long serialVersionUID = 1L;

	/** So many layers can be listed without hiding the lowest ones. */
	private static final int FEW = 80;

	/** Seen above and below a layer that comes into view. */
	private static final int ROWS_AROUND = 5;

	private final JTree tree = new JTree(new DefaultTreeModel(new DefaultMutableTreeNode()));
	private final JTextField filter = new JTextField();
	private final JLabel count = Style.note(" ");
	private transient List<Layer> layers = List.of();
	private transient Optional<Layer> chosen = Optional.empty();
	private boolean isShowing;

	/** @param chooser is told of layers that the user selects */
	LayerTree(final Consumer<Layer> chooser) {
		super(new BorderLayout());
		tree.setName("layers");
		tree.setRootVisible(false);
		tree.setShowsRootHandles(true);
		tree.setRowHeight(0);
		tree.setFont(Style.font());
		tree.getSelectionModel().setSelectionMode(TreeSelectionModel.SINGLE_TREE_SELECTION);
		tree.setCellRenderer(new Cell());
		tree.setBorder(Style.padding(0.3, 0.3));
		tree.getAccessibleContext().setAccessibleName("Layers of the model");
		tree.addTreeSelectionListener(event -> {
			if (!isShowing) selected().flatMap(LayerNode::layer).ifPresent(layer -> {
				chosen = Optional.of(layer);
				chooser.accept(layer);
			});
		});
		filter.setName("filter");
		filter.setFont(Style.font());
		filter.setToolTipText("Show only layers with this in their name or operator");
		filter.getAccessibleContext().setAccessibleName("Find layers");
		filter.getDocument().addDocumentListener(new DocumentListener() {

			@Override
			public void insertUpdate(final DocumentEvent event) {
				build();
			}

			@Override
			public void removeUpdate(final DocumentEvent event) {
				build();
			}

			@Override
			public void changedUpdate(final DocumentEvent event) {
				build();
			}
		});
		final JLabel find = Style.label("Find");
		find.setLabelFor(filter);
		find.setDisplayedMnemonic('F');
		final JPanel top = new JPanel(new BorderLayout(Style.length(0.5), 0));
		top.setBorder(Style.padding(0.35, 0.5));
		top.add(find, BorderLayout.WEST);
		top.add(filter, BorderLayout.CENTER);
		top.add(count, BorderLayout.EAST);
		final JScrollPane scroll = new JScrollPane(tree);
		scroll.setBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Style.line()));
		add(top, BorderLayout.NORTH);
		add(scroll, BorderLayout.CENTER);
		setPreferredSize(new Dimension(Style.length(20), Style.length(30)));
	}

	/**
	 * Shows layers.
	 *
	 * @param newLayers in order of execution
	 * @param layer that is looked at
	 */
	void show(final List<Layer> newLayers, final Optional<Layer> layer) {
		final boolean isOther = !newLayers.equals(layers);
		chosen = layer;
		layers = newLayers;
		if (isOther && !update((DefaultMutableTreeNode) tree.getModel().getRoot(), LayerNode.tree(layers, filter.getText()))) build();
		else select();
	}

	/** Images of another size give the same layers other shapes; what is open in the tree stays open. */
	private boolean update(final DefaultMutableTreeNode node, final LayerNode value) {
		if (!(node.getUserObject() instanceof final LayerNode before) || !before.hasTreeOf(value)) return false;
		node.setUserObject(value);
		((DefaultTreeModel) tree.getModel()).nodeChanged(node);
		for (int i = 0; i < node.getChildCount(); i++) update((DefaultMutableTreeNode) node.getChildAt(i), value.children().get(i));
		return true;
	}

	private void build() {
		final LayerNode root = LayerNode.tree(layers, filter.getText());
		isShowing = true;
		tree.setModel(new DefaultTreeModel(node(root)));
		final boolean isOpen = !filter.getText().isBlank() || layers.size() <= FEW;
		for (final TreePath path : paths()) {
			if (isOpen || value(path).hasGrandchildren()) tree.expandPath(path);
		}
		isShowing = false;
		count.setText(Long.toString(paths().stream().filter(path -> value(path).layer().isPresent()).count()));
		count.setToolTipText("Layers listed");
		select();
	}

	private void select() {
		if (chosen.isEmpty() || selected().flatMap(LayerNode::layer).map(Layer::name).equals(chosen.map(Layer::name))) return;
		isShowing = true;
		paths().stream().filter(path -> value(path).layer().map(Layer::name).equals(chosen.map(Layer::name))).findFirst().ifPresent(path -> {
			tree.expandPath(path.getParentPath());
			tree.setSelectionPath(path);
			final Rectangle row = tree.getPathBounds(path);
			if (row != null && !tree.getVisibleRect().contains(row)) tree.scrollRectToVisible(new Rectangle(0, row.y - ROWS_AROUND * row.height, 1, (2 *
				ROWS_AROUND + 1) * row.height));
		});
		isShowing = false;
	}

	private List<TreePath> paths() {
		final List<TreePath> paths = new java.util.ArrayList<>();
		final Enumeration<?> nodes = ((DefaultMutableTreeNode) tree.getModel().getRoot()).preorderEnumeration();
		while (nodes.hasMoreElements()) paths.add(new TreePath(((DefaultMutableTreeNode) nodes.nextElement()).getPath()));
		return paths.stream().filter(path -> value(path) != null).toList();
	}

	private Optional<LayerNode> selected() {
		return Optional.ofNullable(tree.getSelectionPath()).map(LayerTree::value);
	}

	private static LayerNode value(final TreePath path) {
		return (LayerNode) ((DefaultMutableTreeNode) path.getLastPathComponent()).getUserObject();
	}

	private static DefaultMutableTreeNode node(final LayerNode value) {
		final DefaultMutableTreeNode node = new DefaultMutableTreeNode(value);
		value.children().forEach(child -> node.add(node(child)));
		return node;
	}

	/** A layer's name with its operator and shape behind it. */
	private static final class Cell extends JPanel implements TreeCellRenderer {

		private static final long serialVersionUID = 1L;

		private final JLabel name = Style.label("");
		private final JLabel detail = Style.note("");

		Cell() {
			super(new BorderLayout(Style.length(0.6), 0));
			setBorder(Style.padding(0.12, 0.3));
			name.setIconTextGap(Style.length(0.45));
			add(name, BorderLayout.WEST);
			add(detail, BorderLayout.CENTER);
		}

		@Override
		public Component getTreeCellRendererComponent(final JTree tree, final Object node, final boolean isSelected, final boolean isExpanded,
			final boolean isLeaf, final int row, final boolean hasFocus)
		{
			if (!(((DefaultMutableTreeNode) node).getUserObject() instanceof final LayerNode value)) return this;
			final Optional<Layer> layer = value.layer();
			name.setText(value.name());
			name.setIcon(layer.map(l -> (Icon) new Kind(l, isSelected)).orElse(null));
			detail.setText(layer.map(l -> l.isModule() ? l.operator() + "  " + Readout.shape(l) : Readout.shape(l)).orElse(""));
			name.setForeground(isSelected ? Style.selectedText() : layer.isPresent() ? Style.text() : Style.faint());
			detail.setForeground(isSelected ? Style.mix(Style.selectedText(), Style.selection(), 0.25) : Style.faint());
			setOpaque(isSelected);
			setBackground(Style.selection());
			getAccessibleContext().setAccessibleName(value.name() + " " + detail.getText());
			return this;
		}
	}

	/** What comes out of a layer: maps or values; painted at the resolution of the screen. */
	private record Kind(Layer layer, boolean isSelected) implements Icon {

		@Override
		public void paintIcon(final Component component, final Graphics graphics, final int x, final int y) {
			final Graphics2D g = Style.smooth(graphics);
			final double side = getIconWidth();
			g.translate(x, y);
			g.setColor(isSelected ? Style.selectedText() : layer.isModule() ? Style.selection() : Style.faint());
			if (layer.isSpatial()) {
				for (int i = 0; i < 4; i++) {
					g.fill(new java.awt.geom.Rectangle2D.Double(i % 2 * side * 0.55, i / 2 * side * 0.55, side * 0.45, side * 0.45));
				}
			}
			else {
				for (int i = 0; i < 3; i++) {
					final double height = side * (0.45 + 0.27 * i);
					g.fill(new java.awt.geom.Rectangle2D.Double(i * side * 0.36, side - height, side * 0.26, height));
				}
			}
			g.dispose();
		}

		@Override
		public int getIconWidth() {
			return Style.length(0.8);
		}

		@Override
		public int getIconHeight() {
			return getIconWidth();
		}
	}
}
