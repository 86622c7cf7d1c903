/** The submenu Activations: what layers compute. */
package org.fovea.command.activations;
