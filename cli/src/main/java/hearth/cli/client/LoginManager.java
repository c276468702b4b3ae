package hearth.cli.client;

import hearth.cli.connection.CallRefused;
import hearth.cli.connection.Conversation;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The login manager, on the system bus.
 *
 * <p>Each method throws {@link CallRefused} where the login manager refuses, and {@link
 * IOException} where the conversation breaks.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html">org.freedesktop.login1(5)</a>
 */
public final class LoginManager implements AutoCloseable {
    private static final String NAME = "org.freedesktop.login1";
    private static final String MANAGER = NAME + ".Manager";

    /** What Hearth has and logind has not. */
    private static final DbusPath HEARTH = DbusPath.of("/org/hearth/login1");

    private static final String LOGIN = "org.hearth.Login1";
    private static final String LINGER = "org.hearth.Linger1";

    private final Conversation bus;
    private final RemoteObject manager;

    /**
     * What the administrator's policy says of a user.
     *
     * @param allows whether they may linger
     * @param longestUsec of a lease; {@link #WITHOUT_END}: as long as they like
     * @param rule which says so; empty for none
     */
    public record LingerVerdict(boolean allows, long longestUsec, String rule) {
        /** The bits of the largest unsigned number, as on the bus. */
        public static final long WITHOUT_END = -1;

        /** Returns whether a lease has to have an end. */
        public boolean isBounded() {
            return longestUsec != WITHOUT_END;
        }
    }

    /** Talks to the login manager on a bus, which it owns from now on. */
    public LoginManager(Conversation bus) {
        this.bus = bus;
        manager = new RemoteObject(bus, NAME, DbusPath.of("/org/freedesktop/login1"));
    }

    /** Returns the login manager's object, for what has no method here. */
    public RemoteObject object() {
        return manager;
    }

    /** Returns the object of the machine's own manager, on the same bus. */
    public RemoteObject systemManager() {
        return new RemoteObject(
                bus, "org.freedesktop.systemd1", DbusPath.of("/org/freedesktop/systemd1"));
    }

    /**
     * Lists the sessions of whoever is logged in, with all there is to know of each; not what
     * managers have for themselves, which keeps no user here.
     */
    public List<SessionRow> sessions() throws CallRefused, IOException {
        var rows = new ArrayList<SessionRow>();
        try (Message answer = manager.call(MANAGER, "ListSessions")) {
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                String id = reader.string();
                long uid = reader.uint32();
                String user = reader.string();
                reader.string();
                Properties details = propertiesUnlessGone(reader.objectPath(), ".Session");
                var row = new SessionRow(id, uid, user, details);
                if (!details.values().isEmpty() && row.pinsUser()) {
                    rows.add(row);
                }
                reader.closeStruct();
            }
        }
        return rows;
    }

    /** Returns the session in which the caller is; nothing outside of every session. */
    public Optional<String> ownSession() throws CallRefused, IOException {
        DbusPath self = DbusPath.of("/org/freedesktop/login1/session/self");
        return Optional.of(propertiesUnlessGone(self, ".Session").text("Id"))
                .filter(id -> !id.isEmpty());
    }

    /** Lists what the login manager goes by, with where it comes from. */
    public List<SettingRow> settings() throws CallRefused, IOException {
        var rows = new ArrayList<SettingRow>();
        Properties properties = manager.at(HEARTH).properties(LOGIN);
        if (properties.values().get("Settings") instanceof Value.Array array) {
            for (Value item : array.items()) {
                if (item instanceof Value.Struct(List<Value> fields)
                        && fields.size() >= 4
                        && fields.get(0) instanceof Value.Text(String name)
                        && fields.get(1) instanceof Value.Text(String value)
                        && fields.get(2) instanceof Value.Text(String file)
                        && fields.get(3) instanceof Value.Uint32(long line)) {
                    rows.add(new SettingRow(name, value, file, line));
                }
            }
        }
        return rows;
    }

    /**
     * Returns what is in a user's log of a unit, newest first, whether the user's manager runs or
     * not.
     *
     * @param count how many at most
     */
    public List<RecordRow> record(long uid, String unit, int count)
            throws CallRefused, IOException {
        try (Message answer =
                manager.at(HEARTH)
                        .call(
                                LOGIN,
                                "GetRecord",
                                "usu",
                                body -> {
                                    body.uint32(uid);
                                    body.string(unit);
                                    body.uint32(count);
                                })) {
            return RecordRow.all(answer);
        }
    }

    /** Returns what a user's log says of processes that were ended, newest first. */
    public List<RecordRow> killed(long uid, int count) throws CallRefused, IOException {
        try (Message answer =
                manager.at(HEARTH)
                        .call(
                                LOGIN,
                                "ListKilled",
                                "uu",
                                body -> {
                                    body.uint32(uid);
                                    body.uint32(count);
                                })) {
            return RecordRow.all(answer);
        }
    }

    /**
     * A rule by which what is left of a session is killed at its end, or goes on.
     *
     * @param kills whether it is killed
     * @param setting what decides that
     */
    public record LogoutRule(boolean kills, SettingRow setting) {}

    /** Returns what holds for a user: the rule that the log names afterwards, too. */
    public LogoutRule logoutRule(String user) throws CallRefused, IOException {
        try (Message answer =
                manager.at(HEARTH).call(LOGIN, "LogoutRule", "s", body -> body.string(user))) {
            MessageReader reader = answer.reader();
            boolean kills = reader.bool();
            return new LogoutRule(
                    kills,
                    new SettingRow(
                            reader.string(), reader.string(), reader.string(), reader.uint32()));
        }
    }

    /** Lists the users who are logged in or linger. */
    public List<UserRow> users() throws CallRefused, IOException {
        var rows = new ArrayList<UserRow>();
        try (Message answer = manager.call(MANAGER, "ListUsers")) {
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                long uid = reader.uint32();
                String name = reader.string();
                Properties details = propertiesUnlessGone(reader.objectPath(), ".User");
                if (!details.values().isEmpty()) {
                    rows.add(new UserRow(uid, name, details.text("State"), details.flag("Linger")));
                }
                reader.closeStruct();
            }
        }
        return rows;
    }

    /** Makes a user's services run without a login, or not. */
    public void setLinger(long uid, boolean lingers) throws CallRefused, IOException {
        manager.call(
                        MANAGER,
                        "SetUserLinger",
                        "ubb",
                        body -> {
                            body.uint32(uid);
                            body.bool(lingers);
                            body.bool(true);
                        })
                .close();
    }

    /** Lists why users linger, by user. */
    public List<LeaseRow> leases() throws CallRefused, IOException {
        var rows = new ArrayList<LeaseRow>();
        try (Message answer = manager.at(HEARTH).call(LINGER, "ListLeases")) {
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                rows.add(new LeaseRow(Properties.read(reader)));
            }
        }
        return rows;
    }

    /** Grants a lease; returns what it is called. */
    public String grantLease(LeaseWish wish) throws CallRefused, IOException {
        try (Message answer =
                manager.at(HEARTH)
                        .call(
                                LINGER,
                                "Grant",
                                "a{sv}",
                                body -> {
                                    body.openArray();
                                    write(wish, body);
                                    body.closeArray();
                                })) {
            return answer.reader().string();
        }
    }

    /** Asks whether a user may linger by the administrator's policy. */
    public LingerVerdict mayLinger(long uid) throws CallRefused, IOException {
        try (Message answer =
                manager.at(HEARTH).call(LINGER, "May", "u", body -> body.uint32(uid))) {
            MessageReader reader = answer.reader();
            return new LingerVerdict(reader.bool(), reader.uint64(), reader.string());
        }
    }

    private static void write(LeaseWish wish, MessageWriter body) {
        body.entry("Uid", Signature.UINT32, it -> it.uint32(wish.uid()));
        if (!wish.owner().isEmpty()) {
            body.entry("Owner", Signature.STRING, it -> it.string(wish.owner()));
        }
        if (!wish.reason().isEmpty()) {
            body.entry("Reason", Signature.STRING, it -> it.string(wish.reason()));
        }
        switch (wish.end()) {
            case LeaseWish.End.Never() -> {}
            case LeaseWish.End.For(long usec) ->
                    body.entry("For", Signature.UINT64, it -> it.uint64(usec));
            case LeaseWish.End.Until(long usec) ->
                    body.entry("Until", Signature.UINT64, it -> it.uint64(usec));
            case LeaseWish.End.Reboot() ->
                    body.entry("UntilReboot", Signature.of("b"), it -> it.bool(true));
            case LeaseWish.End.While(String unit) ->
                    body.entry("While", Signature.STRING, it -> it.string(unit));
        }
    }

    /** Ends a lease. */
    public void revokeLease(String id) throws CallRefused, IOException {
        manager.at(HEARTH).call(LINGER, "Revoke", "s", body -> body.string(id)).close();
    }

    /** Lists the processes of a session's scope. */
    public List<UnitProcess> processes(String scope) throws CallRefused, IOException {
        return UserManager.processes(systemManager(), scope);
    }

    /** Ends the conversation. */
    @Override
    public void close() {
        bus.close();
    }

    /** What is listed may be gone before it is asked: then it has no properties. */
    private Properties propertiesUnlessGone(DbusPath path, String kind)
            throws CallRefused, IOException {
        try {
            return manager.at(path).properties(NAME + kind);
        } catch (CallRefused e) {
            return switch (e.errorName()) {
                case ErrorName.UNKNOWN_OBJECT, ErrorName.NO_SUCH_SESSION, ErrorName.NO_SUCH_USER ->
                        new Properties(Map.of());
                default -> throw e;
            };
        }
    }
}
