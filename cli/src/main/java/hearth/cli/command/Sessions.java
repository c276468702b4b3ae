package hearth.cli.command;

import hearth.cli.client.LoginManager;
import hearth.cli.client.SessionRow;
import hearth.cli.client.UnitProcess;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Spans;
import hearth.cli.text.Style;
import hearth.cli.text.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth sessions [--stuck]}: who is logged in, or which sessions do not end and what keeps
 * them.
 *
 * @param isStuckOnly whether only those that are over and still hold processes
 */
public record Sessions(boolean isStuckOnly) implements Action {
    /** A session and what is left in it. */
    private record Entry(SessionRow session, List<UnitProcess> processes) {}

    @Override
    public String purpose() {
        return "list sessions";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        try (LoginManager login = context.managers().loginManager()) {
            var entries = new ArrayList<Entry>();
            for (SessionRow session : login.sessions()) {
                if (!isStuckOnly) {
                    entries.add(new Entry(session, List.of()));
                } else if (session.state().equals("closing")) {
                    entries.add(new Entry(session, login.processes(session.scope())));
                }
            }
            if (context.screen().isJson()) {
                context.screen().json(json -> write(json, entries));
            } else {
                show(entries, context);
            }
        }
        return ExitStatus.OK;
    }

    private void show(List<Entry> entries, Context context) {
        Screen screen = context.screen();
        if (entries.isEmpty()) {
            screen.line(isStuckOnly ? "no session is stuck" : "nobody is logged in");
            return;
        }
        if (isStuckOnly) {
            entries.forEach(entry -> showStuck(entry, screen));
            return;
        }
        var table = new Table("SESSION", "USER", "STATE", "SEAT", "TERMINAL", "FROM", "SINCE");
        for (Entry entry : entries) {
            SessionRow session = entry.session();
            table.add(
                    session.id(),
                    session.user(),
                    session.state(),
                    orDash(session.seat()),
                    orDash(session.terminal()),
                    orDash(session.details().text("RemoteHost")),
                    Spans.ago(session.details().number("Timestamp"), context.clock().instant()));
        }
        table.write(screen);
    }

    private static void showStuck(Entry entry, Screen screen) {
        SessionRow session = entry.session();
        screen.line(
                Line.of(Style.DOUBTFUL, "session " + session.id())
                        .then(" of " + session.user() + " is over, but processes of it go on:"));
        for (UnitProcess process : entry.processes()) {
            screen.line("  " + process.pid() + " " + process.commandLine());
        }
        screen.line(
                "  KillUserProcesses=no lets them; `loginctl terminate-session "
                        + session.id()
                        + "` ends them");
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static void write(JsonGenerator json, List<Entry> entries) {
        JsonArray.objects(
                json,
                entries,
                entry -> {
                    SessionRow session = entry.session();
                    json.writeStringProperty("session", session.id());
                    json.writeStringProperty("user", session.user());
                    json.writeNumberProperty("uid", session.uid());
                    json.writeStringProperty("state", session.state());
                    json.writeStringProperty("seat", session.seat());
                    json.writeStringProperty("terminal", session.terminal());
                    json.writeStringProperty("from", session.details().text("RemoteHost"));
                    json.writeNumberProperty("since_usec", session.details().number("Timestamp"));
                    json.writeNumberProperty("leader", session.leader());
                    json.writeStringProperty("scope", session.scope());
                    if (!entry.processes().isEmpty()) {
                        ProcessJson.write(json, entry.processes());
                    }
                });
    }
}
