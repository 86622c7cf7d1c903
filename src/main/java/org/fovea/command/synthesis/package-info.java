/** The submenu Synthesis: pictures that show what a network wants to see. */
package org.fovea.command.synthesis;
