/** What a model is, the registry and the store on disk, bioimage.io packages, the bundled models. */
package org.fovea.model;
