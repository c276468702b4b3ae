package hearth.cli.command.why;

import hearth.cli.client.LoginManager;
import hearth.cli.client.SessionRow;
import hearth.cli.client.UserRow;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Spans;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * Who is here, as login has it: a session that is asked about, or a user with all sessions.
 *
 * @param user the user, where that is asked about
 */
record Presence(List<SessionRow> sessions, Optional<UserRow> user) {
    private static final Presence NOBODY = new Presence(List.of(), Optional.empty());

    /** Returns what login says; nothing about a unit of a manager, and where there is no login. */
    static Presence of(Subject subject, Context context) {
        if (subject.isOfManager()) {
            return NOBODY;
        }
        boolean isUser = !subject.unit().endsWith(".scope");
        long uid = context.user().uid();
        try (LoginManager login = context.managers().loginManager()) {
            return new Presence(
                    login.sessions().stream()
                            .filter(row -> row.uid() == uid)
                            .filter(row -> isUser || row.scope().equals(subject.unit()))
                            .toList(),
                    isUser
                            ? login.users().stream().filter(row -> row.uid() == uid).findFirst()
                            : Optional.empty());
        } catch (CommandFailure | CallRefused | IOException _) {
            return NOBODY; // the log says what it says all the same
        }
    }

    boolean isEmpty() {
        return sessions.isEmpty() && user.isEmpty();
    }

    void show(Context context) {
        user.ifPresent(row ->
                context.screen()
                        .line(
                                row.name()
                                        + " is "
                                        + row.state()
                                        + ", and "
                                        + (row.lingers()
                                                ? "lingers (hearth linger why)"
                                                : "does not linger")));
        sessions.forEach(row -> context.screen().line(words(row, context)));
    }

    private static String words(SessionRow session, Context context) {
        String service = session.details().text("Service");
        String host = session.details().text("RemoteHost");
        return "session "
                + session.id()
                + " of "
                + session.user()
                + " is "
                + session.state()
                + " since "
                + Spans.since(
                        session.details().number("Timestamp"),
                        context.clock().instant(),
                        context.zone())
                + (service.isEmpty() ? "" : ", opened by " + service)
                + (session.leader() == 0 ? "" : " (process " + session.leader() + ")")
                + (host.isEmpty() ? "" : " for " + host)
                + (session.terminal().isEmpty() ? "" : " on " + session.terminal());
    }

    void write(JsonGenerator json) {
        user.ifPresent(row -> {
            json.writeStringProperty("state", row.state());
            json.writeBooleanProperty("lingers", row.lingers());
        });
        json.writeName("sessions");
        JsonArray.objects(
                json,
                sessions,
                row -> {
                    json.writeStringProperty("session", row.id());
                    json.writeStringProperty("state", row.state());
                    json.writeNumberProperty("since_usec", row.details().number("Timestamp"));
                    json.writeStringProperty("service", row.details().text("Service"));
                    json.writeStringProperty("host", row.details().text("RemoteHost"));
                    json.writeNumberProperty("leader", row.leader());
                });
    }
}
