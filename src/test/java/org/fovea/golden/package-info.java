/**
 * Networks with answers that Fovea did not make: archives and numbers written by the Python scripts in {@code src/test/python}
 * (PyTorch, Captum), read here for the tests of every room.
 */
package org.fovea.golden;
