package hearth.cli.command.linger;

import hearth.cli.client.LeaseRow;
import hearth.cli.client.LoginManager;
import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Spans;
import hearth.cli.text.Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code hearth linger list}.
 *
 * @param user whose leases; nothing for everybody's
 */
public record LeaseList(Optional<Account> user) implements Action {
    @Override
    public String purpose() {
        return "list who lingers";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        List<LeaseRow> rows;
        try (LoginManager login = context.managers().loginManager()) {
            rows = login.leases();
        }
        if (user.isPresent()) {
            rows = rows.stream().filter(it -> it.user().equals(user.get().name())).toList();
        }
        List<LeaseRow> shown = rows;
        if (context.screen().isJson()) {
            context.screen().json(json -> LeaseText.write(shown, json));
        } else if (shown.isEmpty()) {
            context.screen()
                    .line(
                            user.map(Account::name).orElse("nobody")
                                    + (user.isPresent() ? " does not linger" : " lingers"));
        } else {
            var table = new Table("LEASE", "USER", "FOR", "SINCE", "UNTIL", "REASON");
            for (LeaseRow row : shown) {
                table.add(
                        row.id(),
                        row.user(),
                        LeaseText.owner(row),
                        Spans.ago(row.sinceUsec(), context.clock().instant()),
                        LeaseText.until(row, context),
                        row.reason().isEmpty() ? "-" : row.reason());
            }
            table.write(context.screen());
        }
        return ExitStatus.OK;
    }
}
