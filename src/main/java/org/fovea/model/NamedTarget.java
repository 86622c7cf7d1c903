package org.fovea.model;

import java.util.OptionalInt;

import org.fovea.network.Target;

/**
 * A target and what to call it in titles and tables.
 *
 * @param target what to differentiate
 * @param name for people, such as {@code WBC} or {@code layer4:17@3,5}
 * @param index of the class, where the target is one
 */
public record NamedTarget(Target target, String name, OptionalInt index) {}
