package hearth.cli.systemd.login;

import hearth.cli.client.LoginManager;
import hearth.cli.client.Properties;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Columns;
import hearth.cli.text.Columns.Column;
import hearth.cli.text.JsonArray;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code loginctl list-sessions}, {@code list-users} and {@code list-seats}. */
final class LoginLists {
    private LoginLists() {}

    private record Session(String id, long uid, String user, String seat, String terminal) {}

    private record User(long uid, String name, boolean isLingering) {}

    static int sessions(LoginInvocation asked) throws CommandFailure, CallRefused, IOException {
        var sessions = new ArrayList<Session>();
        try (LoginManager login = asked.connect();
                Message answer = login.object().call(LoginInvocation.MANAGER, "ListSessions")) {
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                String id = reader.string();
                long uid = reader.uint32();
                String user = reader.string();
                String seat = reader.string();
                Properties details = details(login, reader.objectPath(), "Session");
                sessions.add(new Session(id, uid, user, seat, details.text("TTY")));
                reader.closeStruct();
            }
        }
        sessions.sort(Comparator.comparing(Session::id));
        var listing =
                new Columns(
                        List.of(
                                new Column("SESSION", true, false),
                                Column.ofNumbers("UID"),
                                Column.of("USER"),
                                Column.of("SEAT"),
                                Column.of("TTY")));
        sessions.forEach(session ->
                listing.add(
                        session.id(),
                        Long.toString(session.uid()),
                        session.user(),
                        session.seat(),
                        session.terminal()));
        return show(asked, listing, "sessions");
    }

    /** What is listed may be gone before it is asked. */
    private static Properties details(LoginManager login, DbusPath path, String kind)
            throws IOException {
        try {
            return login.object().at(path).properties("org.freedesktop.login1." + kind);
        } catch (CallRefused e) {
            return new Properties(Map.of());
        }
    }

    static int users(LoginInvocation asked) throws CommandFailure, CallRefused, IOException {
        var users = new ArrayList<User>();
        try (LoginManager login = asked.connect();
                Message answer = login.object().call(LoginInvocation.MANAGER, "ListUsers")) {
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                long uid = reader.uint32();
                String name = reader.string();
                Properties details = details(login, reader.objectPath(), "User");
                users.add(new User(uid, name, details.flag("Linger")));
                reader.closeStruct();
            }
        }
        users.sort(Comparator.comparingLong(User::uid));
        if (asked.isJson()) {
            asked.screen()
                    .json(json ->
                            JsonArray.objects(
                                    json,
                                    users,
                                    user -> {
                                        json.writeNumberProperty("uid", user.uid());
                                        json.writeStringProperty("user", user.name());
                                        json.writeBooleanProperty("linger", user.isLingering());
                                    }));
            return ExitStatus.OK;
        }
        var listing =
                new Columns(
                        List.of(Column.ofNumbers("UID"), Column.of("USER"), Column.of("LINGER")));
        users.forEach(user ->
                listing.add(
                        Long.toString(user.uid()), user.name(), user.isLingering() ? "yes" : "no"));
        return show(asked, listing, "users");
    }

    static int seats(LoginInvocation asked) throws CommandFailure, CallRefused, IOException {
        var names = new ArrayList<String>();
        try (LoginManager login = asked.connect();
                Message answer = login.object().call(LoginInvocation.MANAGER, "ListSeats")) {
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                names.add(reader.string());
                reader.objectPath();
                reader.closeStruct();
            }
        }
        names.sort(null);
        var listing = new Columns("SEAT");
        names.forEach(listing::add);
        return show(asked, listing, "seats");
    }

    private static int show(LoginInvocation asked, Columns listing, String what) {
        if (asked.isJson()) {
            listing.json(asked.screen());
            return ExitStatus.OK;
        }
        boolean hasLegend = !asked.has("no-legend");
        if (listing.size() > 0) {
            listing.write(asked.screen(), hasLegend, asked.has("full"));
        }
        if (hasLegend && listing.size() > 0) {
            asked.screen().line();
            asked.screen().line(listing.size() + " " + what + " listed.");
        } else if (hasLegend) {
            asked.screen().line("No " + what + ".");
        }
        return ExitStatus.OK;
    }
}
