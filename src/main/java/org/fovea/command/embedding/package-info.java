/** The submenu Embedding: objects as points, near each other where a network, or a table of measurements, finds them alike. */
package org.fovea.command.embedding;
