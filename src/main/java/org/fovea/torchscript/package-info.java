/** Reads, checks and rewrites TorchScript archives: zip, pickle, the code's grammar, the instrumenter. Pure Java, no engine. */
package org.fovea.torchscript;
