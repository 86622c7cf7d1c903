/** The submenu Class activation: which regions of a layer speak for a class. */
package org.fovea.command.cam;
