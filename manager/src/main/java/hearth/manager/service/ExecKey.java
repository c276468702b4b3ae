package hearth.manager.service;

import hearth.manager.host.ExecRole;

/**
 * One command of a service.
 *
 * @param role the directive
 * @param index its place in the directive's list, from 0
 */
public record ExecKey(ExecRole role, int index) {}
