package hearth.manager.type;

import hearth.unit.UnitName;

/**
 * A unit that is there as long as its manager is.
 *
 * @param name its name
 * @param text its file, where nobody has written one
 */
public record Perpetual(UnitName name, String text) {}
