package hearth.manager.type.scope;

import hearth.manager.kill.KillPlan;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.OomPolicy;

/**
 * What a scope's machine needs to know of its settings.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.scope.5.html">systemd.scope(5)</a>
 */
public record ScopeDefinition(
        String unit,
        TimeSpan timeoutStop,
        TimeSpan runtimeMax,
        TimeSpan runtimeExtra,
        OomPolicy oomPolicy,
        KillPlan kill) {}
