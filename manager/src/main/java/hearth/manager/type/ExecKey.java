package hearth.manager.type;

import hearth.manager.host.ExecRole;

/**
 * One command of a unit.
 *
 * @param role the directive
 * @param index its place in the directive's list, from 0
 */
public record ExecKey(ExecRole role, int index) {}
