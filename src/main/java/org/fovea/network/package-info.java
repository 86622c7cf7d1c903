/** A network opened for introspection: layers, probed runs, gradients under a rule, interventions. The only room that knows the engine. */
package org.fovea.network;
