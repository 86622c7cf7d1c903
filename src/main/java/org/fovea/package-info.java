/**
 * What every room shares and nothing else: the sentence for the user ({@link org.fovea.FoveaException}), the way long work
 * reports progress and is stopped ({@link org.fovea.Progress}), and the order of names ({@link org.fovea.NaturalOrder}).
 */
package org.fovea;
