/** One thin command for each menu entry. */
package org.fovea.command;
