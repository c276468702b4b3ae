package hearth.cli.command.linger;

import hearth.cli.client.LeaseRow;
import hearth.cli.client.LoginManager;
import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.List;

/** {@code hearth linger why}: each lease of a user in a sentence. */
public record LeaseReasons(Account user) implements Action {
    @Override
    public String purpose() {
        return "tell why " + user.name() + " lingers";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        Screen screen = context.screen();
        List<LeaseRow> rows;
        try (LoginManager login = context.managers().loginManager()) {
            rows = login.leases().stream().filter(row -> row.user().equals(user.name())).toList();
        }
        if (screen.isJson()) {
            screen.json(json -> {
                json.writeStartObject();
                json.writeStringProperty("user", user.name());
                json.writeNumberProperty("uid", user.uid());
                json.writeBooleanProperty("linger", !rows.isEmpty());
                json.writeName("leases");
                LeaseText.write(rows, json);
                json.writeEndObject();
            });
        } else if (rows.isEmpty()) {
            screen.line(user.name() + " does not linger: services end after the last logout");
        } else {
            screen.line(user.name() + " lingers, by");
            rows.forEach(row -> screen.line("  " + LeaseText.sentence(row, context)));
        }
        return ExitStatus.OK;
    }
}
