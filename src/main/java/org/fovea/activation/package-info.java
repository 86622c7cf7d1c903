/** Techniques that look at weights and activations: numbers in, numbers out. */
package org.fovea.activation;
