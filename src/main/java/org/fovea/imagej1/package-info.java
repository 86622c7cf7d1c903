/**
 * Runs the commands in plain ImageJ 1.x: menus, dialogs, macro options and the Recorder, from what the commands declare of
 * themselves to SciJava. Steps aside in Fiji, where imagej-legacy does all of it. Also the launcher that runs macros without Fiji.
 */
package org.fovea.imagej1;
