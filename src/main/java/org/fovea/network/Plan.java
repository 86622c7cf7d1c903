package org.fovea.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one run of a network should bring back and change; immutable. Layers are named as in {@link Network#layers}, the input is
 * {@link Network#INPUT}, the result {@link Network#OUTPUT}.
 *
 * @param taps layers whose activation is wanted
 * @param gradients layers (or the input) at which the target's gradient is wanted
 * @param interventions changes, in the order scale, shift, replace, insert, leave at each layer
 * @param rule how gradients pass ReLUs
 */
public record Plan(Set<String> taps, Set<String> gradients, List<Intervention> interventions, Rule rule) {

	/** Only the output. */
	public static final Plan FORWARD = new Plan(Set.of(), Set.of(), List.of(), Rule.PLAIN);

	/** Copies the collections, so that a plan never changes. */
	public Plan {
		taps = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(taps));
		gradients = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(gradients));
		interventions = List.copyOf(interventions);
	}

	/**
	 * Also brings back activations.
	 *
	 * @param layers their names
	 * @return the wider plan
	 */
	public Plan tap(final String... layers) {
		final Set<String> all = new LinkedHashSet<>(taps);
		all.addAll(Arrays.asList(layers));
		return new Plan(all, gradients, interventions, rule);
	}

	/**
	 * Also brings back the gradient of the target.
	 *
	 * @param layers where
	 * @return the wider plan
	 */
	public Plan gradient(final String... layers) {
		final Set<String> all = new LinkedHashSet<>(gradients);
		all.addAll(Arrays.asList(layers));
		return new Plan(taps, all, interventions, rule);
	}

	/**
	 * Also changes an activation.
	 *
	 * @param intervention the change
	 * @return the wider plan
	 */
	public Plan with(final Intervention intervention) {
		final List<Intervention> all = new ArrayList<>(interventions);
		all.add(intervention);
		return new Plan(taps, gradients, all, rule);
	}

	/**
	 * Lets gradients pass ReLUs in another way.
	 *
	 * @param newRule the way
	 * @return the changed plan
	 */
	public Plan under(final Rule newRule) {
		return new Plan(taps, gradients, interventions, newRule);
	}
}
