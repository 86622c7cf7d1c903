package org.fovea.command.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

import org.fovea.FoveaException;
import org.fovea.command.Layers;
import org.fovea.image.Provenance;
import org.fovea.network.Layer;

import ij.ImagePlus;

/**
 * What somebody explores: a model, an image, a layer and a unit, and what was found last. Used on one thread, that of events; whoever
 * listens is told there.
 */
final class Exploration implements Newest.Listener<Question, Answer> {

	/** What is new. */
	enum Change {
		/** Another model, image or layer is asked for. */
		QUESTION,
		/** Something was found, or cannot be. */
		ANSWER,
		/** Another unit is looked at. */
		UNIT,
		/** Units are sorted in another way. */
		ORDER,
		/** Work got on or came to rest. */
		WORK
	}

	private static final String OUT_OF_MEMORY =
		"There is not enough memory for this image; select a smaller area or give ImageJ more with Edit > Options > Memory & Threads....";

	private final Consumer<Question> asker;
	private final Consumer<Throwable> log;
	private final List<Consumer<Change>> listeners = new ArrayList<>();
	private Question question;
	private Optional<Answer> answer = Optional.empty();
	private Optional<String> complaint = Optional.empty();
	private Optional<String> work = Optional.empty();
	private UnitMaps.Order order = UnitMaps.Order.NUMBER;
	private int unit;
	private OptionalInt wanted = OptionalInt.empty();

	/**
	 * Starts with a model and no image.
	 *
	 * @param model its id
	 * @param asker is given every question; answers come back to {@link #answered}
	 * @param log receives what nobody foresaw
	 */
	Exploration(final String model, final Consumer<Question> asker, final Consumer<Throwable> log) {
		question = new Question(model, Optional.empty(), Layers.AUTO);
		this.asker = asker;
		this.log = log;
	}

	/**
	 * Adds a listener.
	 *
	 * @param listener told of every change
	 */
	void addListener(final Consumer<Change> listener) {
		listeners.add(listener);
	}

	/** @return what is asked */
	Question question() {
		return question;
	}

	/** @return what was found last, of this model */
	Optional<Answer> answer() {
		return answer;
	}

	/** @return what the layer makes of the image, where that is known and still asked for */
	Optional<Scene> scene() {
		return answer.flatMap(Answer::scene);
	}

	/** @return a sentence that says why there is nothing to see; empty where there is something, or soon will be */
	Optional<String> complaint() {
		return complaint.or(() -> answer.flatMap(Answer::complaint));
	}

	/** @return what is being done, in a few words; empty at rest */
	Optional<String> work() {
		return work;
	}

	/** @return the unit that is looked at */
	int unit() {
		return unit;
	}

	/** @return how units are sorted */
	UnitMaps.Order order() {
		return order;
	}

	/** @return the units in the wanted order; empty where there are none to see */
	List<Integer> units() {
		return scene().map(scene -> scene.units().sorted(order)).orElse(List.of());
	}

	/**
	 * Turns to another model.
	 *
	 * @param id of the model
	 */
	void chooseModel(final String id) {
		if (id.equals(question.model())) return;
		wanted = OptionalInt.empty();
		answer = Optional.empty();
		unit = 0;
		ask(new Question(id, question.image(), Layers.AUTO, question.spotlight()));
	}

	/**
	 * Turns to a model, a layer and a unit at once.
	 *
	 * @param id of the model
	 * @param layer its name, or {@code auto}
	 * @param number of the unit, looked at as soon as the layer is known; empty for the first
	 */
	void choose(final String id, final String layer, final OptionalInt number) {
		if (!id.equals(question.model())) answer = Optional.empty();
		wanted = number;
		ask(new Question(id, question.image(), layer, question.spotlight()));
	}

	/**
	 * Turns to another layer.
	 *
	 * @param name of the layer
	 */
	void chooseLayer(final String name) {
		if (name.equals(question.layer()) || isShown(name)) return;
		wanted = OptionalInt.empty();
		ask(new Question(question.model(), question.image(), name, question.spotlight()));
	}

	/**
	 * Turns to another image.
	 *
	 * @param image that is to be looked at
	 */
	void chooseImage(final ImagePlus image) {
		if (question.image().filter(image::equals).isPresent()) return;
		ask(question.about(Optional.of(image)));
	}

	/**
	 * Turns to an image that came to the front, unless it is itself something that Fovea found.
	 *
	 * @param image in front
	 */
	void follow(final ImagePlus image) {
		if (!Provenance.isResult(image)) chooseImage(image);
	}

	/**
	 * Looks again, where the image is the one that is looked at.
	 *
	 * @param image whose pixels, plane or selection changed
	 */
	void changed(final ImagePlus image) {
		if (question.image().filter(image::equals).isPresent()) refresh();
	}

	/**
	 * Looks at another image, or at none, where the image is the one that was looked at.
	 *
	 * @param image that was closed
	 * @param next that is in front now
	 */
	void closed(final ImagePlus image, final Optional<ImagePlus> next) {
		if (question.image().filter(image::equals).isEmpty()) return;
		answer = answer.map(a -> new Answer(a.question(), a.model(), a.layers(), a.layer(), Optional.empty(), Optional.empty()));
		final Optional<Spotlight> kept = question.spotlight().filter(s -> s.image() != image);
		ask(new Question(question.model(), next.filter(other -> !Provenance.isResult(other)), question.layer(), kept));
	}

	/**
	 * Is told that the window is about to select a place in an image, which nobody wants to look at alone.
	 *
	 * @param spotlight the place
	 */
	void light(final Spotlight spotlight) {
		ask(new Question(question.model(), question.image(), question.layer(), Optional.of(spotlight)));
	}

	/** Puts the user's own selection back, for whoever reads it from the image. */
	void unlight() {
		question.spotlight().ifPresent(Spotlight::remove);
	}

	/** Looks again at the same. */
	void refresh() {
		ask(question);
	}

	/**
	 * Turns to another unit.
	 *
	 * @param number of the unit
	 */
	void chooseUnit(final int number) {
		if (number == unit || scene().isPresent() && number >= scene().get().units().count()) return;
		unit = number;
		tell(Change.UNIT);
	}

	/**
	 * Sorts the units.
	 *
	 * @param wanted order
	 */
	void chooseOrder(final UnitMaps.Order wanted) {
		if (wanted == order) return;
		order = wanted;
		tell(Change.ORDER);
	}

	@Override
	public void working(final Question asked, final String what, final double fraction) {
		work = Optional.of(what);
		tell(Change.WORK);
	}

	@Override
	public void idle() {
		work = Optional.empty();
		tell(Change.WORK);
	}

	@Override
	public void answered(final Question asked, final Answer found) {
		if (!asked.equals(question)) return;
		final boolean isOtherLayer = !answer.flatMap(Answer::layer).map(Layer::name).equals(found.layer().map(Layer::name));
		answer = Optional.of(found);
		complaint = Optional.empty();
		if (wanted.isPresent()) {
			unit = wanted.getAsInt();
			wanted = OptionalInt.empty();
		}
		else if (isOtherLayer || found.scene().filter(scene -> unit >= scene.units().count()).isPresent()) unit = units().stream().findFirst().orElse(0);
		tell(Change.ANSWER);
	}

	@Override
	public void failed(final Question asked, final Throwable cause) {
		if (!asked.equals(question) || isGone(asked)) return;
		answer = answer.filter(a -> a.question().model().equals(asked.model())).map(a -> new Answer(a.question(), a.model(), a.layers(), a.layer(),
			Optional.empty(), Optional.empty()));
		complaint = Optional.of(sentence(cause, log));
		tell(Change.ANSWER);
	}

	/**
	 * Puts a failure into words.
	 *
	 * @param cause what was thrown
	 * @param log receives what nobody foresaw
	 * @return one sentence for the user
	 */
	static String sentence(final Throwable cause, final Consumer<Throwable> log) {
		if (cause instanceof FoveaException) return cause.getMessage();
		log.accept(cause);
		return cause instanceof OutOfMemoryError ? OUT_OF_MEMORY : "That stopped because of an error that nobody foresaw (" + cause +
			"); please report it with the log.";
	}

	/** ImageJ drops the pixels of images that are closed, whoever reads them; {@link #closed} follows. */
	private static boolean isGone(final Question asked) {
		return asked.image().filter(image -> image.getProcessor() == null).isPresent();
	}

	private boolean isShown(final String name) {
		return question.layer().equals(Layers.AUTO) && answer.flatMap(Answer::layer).filter(layer -> layer.name().equals(name)).isPresent();
	}

	private void ask(final Question next) {
		final boolean isNew = !next.equals(question);
		question = next;
		if (isNew) tell(Change.QUESTION);
		asker.accept(question);
	}

	private void tell(final Change change) {
		List.copyOf(listeners).forEach(listener -> listener.accept(change));
	}
}
