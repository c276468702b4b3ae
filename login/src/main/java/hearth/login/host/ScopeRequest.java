package hearth.login.host;

import java.util.List;

/**
 * A session's scope, to be started on the system manager. Besides what is listed here the scope has
 * {@code SendSIGHUP=yes} (shells ignore SIGTERM) and {@code TasksMax=infinity} (the user's slice
 * has the limit), unless {@code properties} say otherwise.
 *
 * @param unit as in {@code session-203.scope}
 * @param slice as in {@code user-2001.slice}
 * @param description as in {@code Session 203 of User u0001}
 * @param leader the process to be moved there
 * @param wants units of which at least an attempt to start is wanted
 * @param after units the scope is ordered behind
 * @param requiresMountsFor a directory that must be mounted: the home
 * @param properties further ones, from the PAM stack
 */
public record ScopeRequest(
        String unit,
        String slice,
        String description,
        long leader,
        List<String> wants,
        List<String> after,
        String requiresMountsFor,
        List<ScopeProperty> properties) {}
