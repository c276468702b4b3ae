package hearth.nix.schema;

import java.util.Map;

/** The names that options of {@code services.logind} had until NixOS 25.05, and have since. */
final class LogindNames {
    /** Directives of {@code services.logind.settings.Login}, by the names of old. */
    static final Map<String, String> RENAMED =
            Map.ofEntries(
                    Map.entry("hibernateKey", "HandleHibernateKey"),
                    Map.entry("hibernateKeyLongPress", "HandleHibernateKeyLongPress"),
                    Map.entry("killUserProcesses", "KillUserProcesses"),
                    Map.entry("lidSwitch", "HandleLidSwitch"),
                    Map.entry("lidSwitchDocked", "HandleLidSwitchDocked"),
                    Map.entry("lidSwitchExternalPower", "HandleLidSwitchExternalPower"),
                    Map.entry("powerKey", "HandlePowerKey"),
                    Map.entry("powerKeyLongPress", "HandlePowerKeyLongPress"),
                    Map.entry("rebootKey", "HandleRebootKey"),
                    Map.entry("rebootKeyLongPress", "HandleRebootKeyLongPress"),
                    Map.entry("suspendKey", "HandleSuspendKey"),
                    Map.entry("suspendKeyLongPress", "HandleSuspendKeyLongPress"));

    private LogindNames() {}
}
