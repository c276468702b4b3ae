package hearth.nix.option;

import hearth.nix.source.Position;
import hearth.nix.value.Value;

/**
 * One definition of an option that counts.
 *
 * @param value what it is defined as, without the wrappers of {@code mkIf} and its kin
 * @param position where, as near as is known
 */
public record Definition(Value value, Position position) {}
