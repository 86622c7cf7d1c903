/** The submenu Attribution: which pixels mattered. */
package org.fovea.command.attribution;
