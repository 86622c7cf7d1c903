/** The submenu Sample images that Fovea simulates. */
package org.fovea.command.samples;
