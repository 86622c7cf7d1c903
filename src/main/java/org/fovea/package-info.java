/**
 * What every room shares and nothing else: the sentence for the user ({@link org.fovea.FoveaException}) and the way long work
 * reports progress and is stopped ({@link org.fovea.Progress}).
 */
package org.fovea;
