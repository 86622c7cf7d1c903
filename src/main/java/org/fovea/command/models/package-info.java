/** The submenu Models: import, check, describe, remove and classify. */
package org.fovea.command.models;
