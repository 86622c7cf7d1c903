/**
 * The window behind Unit Explorer.... What is asked ({@link org.fovea.command.explorer.Question}) and what is found
 * ({@link org.fovea.command.explorer.Answer}) are values that know no window; {@link org.fovea.command.explorer.Newest} finds answers on a
 * thread of its own, the newest question first; {@link org.fovea.command.explorer.Exploration} holds what is chosen; the rest draws it.
 * Everything that makes a window runs a {@link org.fovea.command.explorer.PlainCommand}, so that it can be recorded.
 */
package org.fovea.command.explorer;
