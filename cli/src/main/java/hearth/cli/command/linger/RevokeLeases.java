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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code hearth linger revoke}: ends leases of a user, but for those that files declare.
 *
 * @param id the only one to end
 * @param owner for whom those are that end
 */
public record RevokeLeases(Account user, Optional<String> id, Optional<String> owner)
        implements Action {
    @Override
    public String purpose() {
        return "end the lingering of " + user.name() + "'s services";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        var ended = new ArrayList<LeaseRow>();
        var kept = new ArrayList<LeaseRow>();
        try (LoginManager login = context.managers().loginManager()) {
            for (LeaseRow row : login.leases()) {
                if (row.user().equals(user.name())) {
                    (isMeant(row) ? ended : kept).add(row);
                }
            }
            if (ended.isEmpty()) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        user.name()
                                + (kept.isEmpty()
                                        ? " does not linger"
                                        : " has no such lease that a command can end"),
                        "`hearth linger why " + user.name() + "` tells of those there are");
            }
            for (LeaseRow row : ended) {
                login.revokeLease(row.id());
            }
        }
        show(context.screen(), ended, kept);
        return ExitStatus.OK;
    }

    private boolean isMeant(LeaseRow row) {
        if (id.isPresent()) {
            return id.get().equals(row.id());
        }
        return !row.origin().equals("declared")
                && owner.filter(name -> !name.equals(row.owner())).isEmpty();
    }

    private void show(Screen screen, List<LeaseRow> ended, List<LeaseRow> kept) {
        if (screen.isJson()) {
            screen.json(json -> {
                json.writeStartObject();
                json.writeStringProperty("user", user.name());
                json.writeNumberProperty("uid", user.uid());
                json.writeBooleanProperty("linger", !kept.isEmpty());
                json.writeName("ended");
                LeaseText.write(ended, json);
                json.writeEndObject();
            });
            return;
        }
        ended.forEach(row -> screen.line("ended " + row.id()));
        if (!kept.isEmpty()) {
            screen.note("`hearth linger why " + user.name() + "` says what keeps services on");
        }
    }
}
