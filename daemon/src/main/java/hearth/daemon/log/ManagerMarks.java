package hearth.daemon.log;

import hearth.manager.host.LogMessage;
import java.util.Map;
import java.util.TreeMap;

/**
 * What entries say of a manager beside its own words.
 *
 * @param invocationField what the field is called that has a unit's invocation
 * @param fields of each entry
 */
public record ManagerMarks(String invocationField, Map<String, String> fields) {
    /** Who may say what login says, as systemd calls it. */
    private static final String LOGIND = "systemd-logind.service";

    /** Returns those of a user's manager, whose process is the hand. */
    public static ManagerMarks ofUser(int pid, int gid, String cgroup) {
        var fields = new TreeMap<String, String>();
        fields.put("_PID", Integer.toString(pid));
        fields.put("_GID", Integer.toUnsignedString(gid));
        fields.put("_SYSTEMD_USER_SLICE", "-.slice");
        if (!cgroup.isEmpty()) {
            fields.put("_SYSTEMD_CGROUP", cgroup);
        }
        return new ManagerMarks("USER_INVOCATION_ID", fields);
    }

    /**
     * Returns those of the system manager. {@code journalctl -u} and {@code systemctl status} ask
     * for what process 1 says of a unit, newer ones for what is said from its cgroup, and this is
     * its manager.
     */
    public static ManagerMarks ofSystem() {
        return new ManagerMarks(
                "INVOCATION_ID",
                Map.of(
                        "_PID",
                        "1",
                        "_GID",
                        "0",
                        "_SYSTEMD_SLICE",
                        "-.slice",
                        "_SYSTEMD_CGROUP",
                        "/init.scope"));
    }

    /** Returns those of login. */
    public static Map<String, String> ofLogin() {
        return Map.of(
                "_PID",
                Long.toString(ProcessHandle.current().pid()),
                "_SYSTEMD_UNIT",
                LOGIND,
                "_SYSTEMD_SLICE",
                "system.slice");
    }

    /**
     * Returns all fields of what a manager says.
     *
     * @param invocationId that of the unit that it is about, or empty
     */
    public Map<String, String> of(String invocationId, LogMessage message) {
        var all = new TreeMap<>(fields);
        all.putAll(message.fields());
        if (!message.id().isEmpty()) {
            all.put("MESSAGE_ID", message.id());
        }
        if (!invocationId.isEmpty()) {
            all.put(invocationField, invocationId);
        }
        return all;
    }
}
