package hearth.cli.client;

import hearth.cli.connection.CallRefused;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.unit.Diagnostic;
import hearth.unit.Specifiers;
import hearth.unit.ToldSpecifiers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a user's manager can do beyond systemd's: {@code org.hearth.Manager1}. */
public final class HearthManager {
    /** The most lines that can be asked for at once: what the daemon keeps of a unit. */
    public static final int LINES_LIMIT = 10_000;

    private static final String INTERFACE = "org.hearth.Manager1";

    private final UserManager userManager;
    private final RemoteObject manager;

    /** Talks over the conversation of a user's manager, which stays that one's. */
    public HearthManager(UserManager userManager) {
        this.userManager = userManager;
        manager = new RemoteObject(userManager.conversation(), "", DbusPath.of("/org/hearth"));
    }

    /**
     * Returns the last lines that a unit wrote, the oldest first.
     *
     * @param count how many at most
     * @throws CallRefused where the manager refuses
     * @throws IOException where the conversation breaks
     */
    public List<LogLine> tail(String unit, int count) throws CallRefused, IOException {
        try (Message answer =
                manager.call(
                        INTERFACE,
                        "TailLog",
                        "su",
                        body -> {
                            body.string(unit);
                            body.uint32(count);
                        })) {
            var lines = new ArrayList<LogLine>();
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                lines.add(
                        new LogLine(
                                reader.uint64(), reader.uint64(), reader.int32(), reader.string()));
                reader.closeStruct();
            }
            return lines;
        }
    }

    /**
     * Returns what the manager has said of a unit, newest first, with what brought that about.
     *
     * @param count how many at most
     * @throws CallRefused where the manager refuses
     * @throws IOException where the conversation breaks
     */
    public List<RecordRow> record(String unit, int count) throws CallRefused, IOException {
        try (Message answer =
                manager.call(
                        INTERFACE,
                        "GetRecord",
                        "su",
                        body -> {
                            body.string(unit);
                            body.uint32(count);
                        })) {
            return RecordRow.all(answer);
        }
    }

    /**
     * Returns what was said when processes were ended, newest first.
     *
     * @param count how many at most
     * @throws CallRefused where the manager refuses
     * @throws IOException where the conversation breaks
     */
    public List<RecordRow> killed(int count) throws CallRefused, IOException {
        try (Message answer =
                manager.call(INTERFACE, "ListKilled", "u", body -> body.uint32(count))) {
            return RecordRow.all(answer);
        }
    }

    /**
     * Returns what is to be said about a unit's files, in their order.
     *
     * @throws CallRefused where the manager refuses
     * @throws IOException where the conversation breaks
     */
    public List<Diagnostic> diagnostics(String unit) throws CallRefused, IOException {
        try (Message answer =
                manager.call(INTERFACE, "GetDiagnostics", "s", body -> body.string(unit))) {
            var diagnostics = new ArrayList<Diagnostic>();
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                diagnostics.add(
                        new Diagnostic(
                                reader.string(),
                                (int) reader.uint32(),
                                (int) reader.uint32(),
                                severity(reader.string()),
                                reader.string()));
                reader.closeStruct();
            }
            return diagnostics;
        }
    }

    /**
     * Returns what the specifiers of the manager's units stand for; nothing where it does not tell,
     * as an older daemon.
     *
     * @throws IOException where the conversation breaks
     */
    public Optional<Specifiers> specifiers() throws IOException {
        try {
            return ToldSpecifiers.read(manager.properties(INTERFACE).texts("Specifiers"));
        } catch (CallRefused e) {
            return Optional.empty(); // it is not Hearth's
        }
    }

    /** A word that a later daemon may have is taken for what is only worth knowing. */
    private static Diagnostic.Severity severity(String word) {
        return switch (word) {
            case "error" -> Diagnostic.Severity.ERROR;
            case "warning" -> Diagnostic.Severity.WARNING;
            default -> Diagnostic.Severity.NOTICE;
        };
    }

    /** Waits for a while, or until the manager says that something changed. */
    public void pause(Duration time) throws IOException {
        userManager.conversation().nextSignal(time).ifPresent(Message::close);
    }
}
