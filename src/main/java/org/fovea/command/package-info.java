/**
 * One thin command for each menu entry, in subpackages as in the menu; this package holds what they share.
 * <p>
 * A command declares its inputs and says in {@link org.fovea.command.FoveaCommand#prepare} what is to be done: values are checked on the
 * calling thread, the work itself runs on a worker while the calling thread listens for Esc and Cancel, and what the work returns is shown
 * on the calling thread again. A {@link org.fovea.FoveaException} reaches the user as its one sentence and stops a running macro.
 * <p>
 * Result images are outputs of the command, so that scripts can ask for them, and the command shows them itself
 * ({@link org.fovea.command.FoveaCommand#present}) and marks them as resolved, so that nobody else shows them again. With a display they become windows;
 * in batch mode, and in macros without a display, they join the images that macros can select; without a display and without a macro
 * they are only returned. That one way holds in Fiji, in plain ImageJ 1.x and for scripts on a server.
 * <p>
 * Commands are dynamic modules, because their choices follow the chosen model; scripts that want the results run them with
 * {@code moduleService.run(commandService.getCommand(GradCamCommand.class), true, "model", "blood-cells").get().getOutput("heatmap")}
 * ({@code CommandService.run} returns {@code null} for such modules).
 * <p>
 * A new technique needs one class with its mathematics, one command here (see {@link org.fovea.command.MapCommand}), one page of
 * documentation and one test.
 */
package org.fovea.command;
