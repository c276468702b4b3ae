package hearth.manager.host;

import hearth.unit.setting.Settings;
import java.util.List;
import java.util.Map;

/**
 * What a child needs beside its command.
 *
 * <p>A complete environment is, later ones winning: {@code environment} (the manager's own and
 * {@code Environment=}), what the host reads from {@code EnvironmentFile=}, {@code spoken} ({@code
 * INVOCATION_ID}, {@code MAINPID}, {@code SERVICE_RESULT}, ...), and what only the host knows
 * ({@code NOTIFY_SOCKET}, {@code JOURNAL_STREAM}, directories). {@code UnsetEnvironment=} is taken
 * away at the very end, by the host.
 *
 * @param settings the unit's settings: streams, limits, identity, directories, credentials
 * @param environment names and values, without those of files
 * @param spoken names and values which come after those of files: the manager's own words
 * @param isNotifyWanted whether the child gets {@code NOTIFY_SOCKET}
 * @param isControl whether this is a control process, not the main one
 * @param passesStoredDescriptors whether the unit's stored descriptors go to the child
 * @param sockets what goes to the child because it is activated by sockets, in their order
 */
public record ExecContext(
        Settings settings,
        Map<String, String> environment,
        Map<String, String> spoken,
        boolean isNotifyWanted,
        boolean isControl,
        boolean passesStoredDescriptors,
        List<PassedSocket> sockets) {
    public ExecContext {
        sockets = List.copyOf(sockets);
    }
}
