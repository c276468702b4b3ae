package hearth.cli.systemd.login;

import hearth.cli.client.LoginManager;
import hearth.cli.client.Properties;
import hearth.cli.client.UnitProcess;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.unit.PropertyText;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.journal.Journal;
import hearth.cli.systemd.journal.OutputMode;
import hearth.cli.systemd.login.LoginInvocation.Kind;
import hearth.cli.systemd.text.CgroupTree;
import hearth.cli.systemd.text.ProcText;
import hearth.cli.systemd.text.Times;
import hearth.cli.text.Screen;
import hearth.dbus.DbusPath;
import hearth.dbus.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code loginctl session-status}, {@code show-user} and their like. */
final class LoginStatus {
    /** Below a label. */
    private static final String BELOW = "\t\t  ";

    /** How many lines of a log follow, where nobody says. */
    private static final String LOG_LINES = "10";

    private LoginStatus() {}

    static int status(LoginInvocation asked) throws CommandFailure, CallRefused, IOException {
        Kind kind = Kind.of(asked.verb());
        try (LoginManager login = asked.connect()) {
            boolean isFirst = true;
            for (String name : names(asked.words())) {
                Properties properties = properties(login, kind, name);
                if (!isFirst) {
                    asked.screen().line();
                }
                isFirst = false;
                switch (kind) {
                    case SESSION -> session(asked, login, properties);
                    case USER -> user(asked, login, properties);
                    case SEAT -> seat(asked, properties);
                }
            }
        }
        return ExitStatus.OK;
    }

    /** Without a name the caller's own is meant. */
    private static List<String> names(List<String> words) {
        return words.isEmpty() ? List.of("") : words;
    }

    private static Properties properties(LoginManager login, Kind kind, String name)
            throws CommandFailure, IOException {
        DbusPath path =
                name.isEmpty() ? kind.own() : LoginInvocation.path(login.object(), kind, name);
        return LoginInvocation.properties(login.object(), kind, path);
    }

    private static void session(LoginInvocation asked, LoginManager login, Properties session)
            throws CommandFailure, CallRefused, IOException {
        Screen screen = asked.screen();
        long uid = idOf(session, "User");
        screen.line(session.text("Id") + " - " + session.text("Name") + " (" + uid + ")");
        since(asked, session);
        long leader = session.number("Leader");
        if (leader > 0) {
            screen.line(
                    "\t  Leader: "
                            + leader
                            + ProcText.nameOf(leader).map(it -> " (" + it + ")").orElse(""));
        }
        String seat = nameOf(session, "Seat");
        long terminal = session.number("VTNr");
        if (!seat.isEmpty()) {
            screen.line("\t    Seat: " + seat + (terminal > 0 ? "; vt" + terminal : ""));
        }
        field(screen, "     TTY", session.text("TTY"));
        if (session.text("TTY").isEmpty()) {
            field(screen, " Display", session.text("Display"));
        }
        String host = session.text("RemoteHost");
        String remote = session.text("RemoteUser");
        field(screen, "  Remote", host.isEmpty() || remote.isEmpty() ? host : remote + "@" + host);
        service(screen, session);
        field(screen, " Desktop", session.text("Desktop"));
        field(screen, "   State", session.text("State"));
        unit(asked, login, session.text("Scope"));
        log(asked, session.text("Scope"), session);
    }

    private static void service(Screen screen, Properties session) {
        var words = new ArrayList<String>();
        if (!session.text("Service").isEmpty()) {
            words.add(session.text("Service"));
        }
        if (!session.text("Type").isEmpty()) {
            words.add("type " + session.text("Type"));
        }
        if (!session.text("Class").isEmpty()) {
            words.add("class " + session.text("Class"));
        }
        if (!words.isEmpty()) {
            screen.line(
                    (session.text("Service").isEmpty() ? "\t    Type: " : "\t Service: ")
                            + String.join("; ", words));
        }
    }

    private static void user(LoginInvocation asked, LoginManager login, Properties user)
            throws CommandFailure, CallRefused, IOException {
        Screen screen = asked.screen();
        screen.line(user.text("Name") + " (" + user.number("UID") + ")");
        since(asked, user);
        field(screen, "   State", user.text("State"));
        List<String> sessions = namesOf(user, "Sessions");
        if (!sessions.isEmpty()) {
            String shown = nameOf(user, "Display");
            screen.line(
                    "\tSessions: "
                            + String.join(
                                    " ",
                                    sessions.stream()
                                            .map(id -> id.equals(shown) ? "*" + id : id)
                                            .toList()));
        }
        screen.line("\t  Linger: " + (user.flag("Linger") ? "yes" : "no"));
        unit(asked, login, user.text("Slice"));
        log(asked, user.text("Slice"), user);
    }

    private static void seat(LoginInvocation asked, Properties seat) {
        Screen screen = asked.screen();
        screen.line(seat.text("Id"));
        List<String> sessions = namesOf(seat, "Sessions");
        if (!sessions.isEmpty()) {
            String active = nameOf(seat, "ActiveSession");
            screen.line(
                    "\tSessions: "
                            + String.join(
                                    " ",
                                    sessions.stream()
                                            .map(id -> id.equals(active) ? "*" + id : id)
                                            .toList()));
        }
    }

    private static void field(Screen screen, String label, String text) {
        if (!text.isEmpty()) {
            screen.line("\t" + label + ": " + text);
        }
    }

    private static void since(LoginInvocation asked, Properties properties) {
        long since = properties.number("Timestamp");
        if (since > 0) {
            field(asked.screen(), "   Since", Times.since(since, asked.context()));
        }
    }

    private static void unit(LoginInvocation asked, LoginManager login, String unit)
            throws IOException {
        if (unit.isEmpty()) {
            return;
        }
        field(asked.screen(), "    Unit", unit);
        try {
            String group =
                    login.systemManager()
                            .at(
                                    DbusPath.of(
                                            "/org/freedesktop/systemd1/unit/"
                                                    + DbusPath.escape(unit)))
                            .properties("")
                            .text("ControlGroup");
            List<UnitProcess> processes = UserManager.processes(login.systemManager(), unit);
            CgroupTree.of(group, processes)
                    .lines(0)
                    .forEach(line -> asked.screen().line(BELOW + line));
        } catch (CallRefused e) {
            // it has ended meanwhile
        }
    }

    private static void log(LoginInvocation asked, String unit, Properties of)
            throws CommandFailure, IOException {
        int count = Integer.parseInt(asked.arguments().value("lines").orElse(LOG_LINES));
        if (count <= 0 || unit.isEmpty()) {
            return;
        }
        OutputMode mode =
                OutputMode.of(asked.arguments().value("output").orElse("short"), asked.context());
        try (Journal journal = Journal.ofUnit(false, unit, asked.context())) {
            var entries = journal.lastOfBoot(count, of.number("TimestampMonotonic"));
            if (!entries.isEmpty()) {
                asked.screen().line();
            }
            entries.forEach(entry -> mode.write(entry, asked.screen()));
        }
    }

    static int show(LoginInvocation asked) throws CommandFailure, CallRefused, IOException {
        Kind kind = Kind.of(asked.verb());
        try (LoginManager login = asked.connect()) {
            if (asked.words().isEmpty()) {
                print(asked, login.object().properties(LoginInvocation.MANAGER));
                return ExitStatus.OK;
            }
            boolean isFirst = true;
            for (String name : asked.words()) {
                Properties properties = properties(login, kind, name);
                if (!isFirst) {
                    asked.screen().line();
                }
                isFirst = false;
                print(asked, properties);
            }
        }
        return ExitStatus.OK;
    }

    private static List<String> names(LoginInvocation asked) {
        var names = new ArrayList<>(asked.arguments().list("property"));
        names.addAll(asked.arguments().list("P"));
        return names;
    }

    private static void print(LoginInvocation asked, Properties properties) {
        List<String> names = names(asked);
        boolean isValue = asked.has("value") || asked.has("P");
        var text = new PropertyText(asked.context().zone());
        properties
                .values()
                .forEach((name, value) -> {
                    if (!names.isEmpty() && !names.contains(name)) {
                        return;
                    }
                    String shown = shown(text, properties, name, value);
                    boolean isUnknown = shown.equals("[unprintable]");
                    if (isUnknown && names.isEmpty() && !asked.has("all")) {
                        return;
                    }
                    if (!shown.isEmpty() || !names.isEmpty() || asked.has("all") || isList(value)) {
                        asked.screen().line(isValue ? shown : name + "=" + shown);
                    }
                });
    }

    private static boolean isList(Value value) {
        return value instanceof Value.Array(String element, List<Value> items)
                && element.startsWith("(");
    }

    private static String shown(
            PropertyText text, Properties properties, String name, Value value) {
        return switch (name) {
            case "Sessions" -> String.join(" ", namesOf(properties, name));
            case "User" -> Long.toString(idOf(properties, name));
            case "Seat", "Display", "ActiveSession" ->
                    value instanceof Value.Struct
                            ? nameOf(properties, name)
                            : properties.text(name);
            default -> String.join("\n", text.lines(name, value));
        };
    }

    /** Returns the names in an array of names with paths. */
    private static List<String> namesOf(Properties properties, String name) {
        var names = new ArrayList<String>();
        if (properties.values().get(name) instanceof Value.Array(String element, List<Value> all)) {
            for (Value one : all) {
                if (one instanceof Value.Struct(List<Value> fields)
                        && fields.getFirst() instanceof Value.Text(String text)) {
                    names.add(text);
                }
            }
        }
        return names;
    }

    private static String nameOf(Properties properties, String name) {
        return properties.values().get(name) instanceof Value.Struct(List<Value> fields)
                        && fields.getFirst() instanceof Value.Text(String text)
                ? text
                : "";
    }

    private static long idOf(Properties properties, String name) {
        return properties.values().get(name) instanceof Value.Struct(List<Value> fields)
                        && fields.getFirst() instanceof Value.Uint32(long id)
                ? id
                : 0;
    }
}
