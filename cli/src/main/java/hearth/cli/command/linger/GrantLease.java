package hearth.cli.command.linger;

import hearth.cli.client.LeaseWish;
import hearth.cli.client.LoginManager;
import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.unit.time.TimeStamp;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * {@code hearth linger grant}.
 *
 * @param user who is to linger
 * @param owner for whom; empty for none
 * @param reason why; empty for none
 * @param end until when, unless {@code until} says it
 * @param until a time as a person writes it
 */
public record GrantLease(
        Account user, String owner, String reason, LeaseWish.End end, Optional<String> until)
        implements Action {
    @Override
    public String purpose() {
        return "let " + user.name() + "'s services linger";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        LeaseWish.End wished = until.isPresent() ? time(until.get(), context) : end;
        String id;
        try (LoginManager login = context.managers().loginManager()) {
            id = login.grantLease(new LeaseWish(user.uid(), owner, reason, wished));
        }
        if (context.screen().isJson()) {
            context.screen()
                    .json(json -> {
                        json.writeStartObject();
                        json.writeStringProperty("id", id);
                        json.writeStringProperty("user", user.name());
                        json.writeNumberProperty("uid", user.uid());
                        json.writeEndObject();
                    });
        } else {
            context.screen().line(user.name() + " lingers, by lease " + id);
        }
        return ExitStatus.OK;
    }

    private static LeaseWish.End time(String text, Context context) throws CommandFailure {
        Instant moment =
                TimeStamp.parse(text, context.clock().instant(), context.zone())
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitStatus.USAGE,
                                        "--until is no time: '" + text + "'",
                                        "as in tomorrow, 18:00, +8h, 2026-12-24 18:00"));
        return new LeaseWish.End.Until(
                Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, moment)));
    }
}
