package org.fovea.torchscript;

import java.util.List;

/**
 * A saved value that is carried but not understood: a device, an enumeration constant, a complex number, a quantised or sparse
 * tensor.
 *
 * @param type what would build it, such as {@code torch.device} or the class of an enumeration
 * @param arguments what it would be built from
 */
public record OpaqueValue(String type, List<Object> arguments) {}
