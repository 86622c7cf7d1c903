/** The simulated microscopy that the demo, the bundled models and the tests are made of. */
package org.fovea.sample;
