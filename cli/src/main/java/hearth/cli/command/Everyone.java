package hearth.cli.command;

import hearth.cli.client.LoginManager;
import hearth.cli.client.SessionRow;
import hearth.cli.client.SlowUnit;
import hearth.cli.client.UserManager;
import hearth.cli.client.UserRow;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Screen;
import hearth.cli.text.Table;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth users}, and {@code hearth status} as root, who mostly has no manager: all users who
 * are here, or linger.
 */
public record Everyone() implements Action {
    @Override
    public String purpose() {
        return "list users";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        Screen screen = context.screen();
        try (LoginManager login = context.managers().loginManager()) {
            List<UserRow> users = login.users();
            List<SessionRow> sessions = login.sessions();
            if (screen.isJson()) {
                screen.json(json -> write(json, users, sessions));
            } else if (users.isEmpty()) {
                screen.line("nobody is logged in, and nobody lingers");
            } else {
                var table = new Table("USER", "UID", "STATE", "LINGER", "SESSIONS");
                for (UserRow user : users) {
                    String linger = user.lingers() ? "yes" : "no";
                    String uid = Long.toString(user.uid());
                    table.add(
                            user.name(),
                            uid,
                            user.state(),
                            linger,
                            String.join(" ", ids(user, sessions)));
                }
                table.write(screen);
                for (UserRow user : users) {
                    slow(user, context)
                            .forEach(unit ->
                                    screen.line(user.name() + " waits " + Overview.words(unit)));
                }
                screen.note("`hearth -u USER status` shows one user's services");
            }
        }
        return ExitStatus.OK;
    }

    /** Who has left, and is still here: for which units that is. Others' managers are not asked. */
    private static List<SlowUnit> slow(UserRow user, Context context) {
        var account = new Account(user.uid(), user.name());
        boolean mayLook = context.caller().isRoot() || context.caller().uid() == user.uid();
        boolean isLeaving = user.state().equals("closing");
        if (!isLeaving || !mayLook || !context.managers().isRunning(account)) {
            return List.of();
        }
        try (UserManager manager = context.managers().managerOf(account)) {
            return SlowUnit.of(manager, manager.units(), context.clock().instant());
        } catch (CommandFailure | CallRefused | IOException _) {
            return List.of(); // it has just ended
        }
    }

    private static List<String> ids(UserRow user, List<SessionRow> sessions) {
        return sessions.stream()
                .filter(session -> session.uid() == user.uid())
                .map(SessionRow::id)
                .toList();
    }

    private static void write(JsonGenerator json, List<UserRow> users, List<SessionRow> sessions) {
        JsonArray.objects(
                json,
                users,
                user -> {
                    json.writeStringProperty("user", user.name());
                    json.writeNumberProperty("uid", user.uid());
                    json.writeStringProperty("state", user.state());
                    json.writeBooleanProperty("linger", user.lingers());
                    json.writeName("sessions");
                    JsonArray.texts(json, ids(user, sessions));
                });
    }
}
