/** Runs the commands in plain ImageJ 1.x; steps aside where Fiji does it. */
package org.fovea.imagej1;
