/** Reading and writing of bioimage.io model descriptions (formats 0.4 and 0.5) and of the numpy arrays that come with them. */
package org.fovea.model.bioimageio;
