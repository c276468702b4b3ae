package hearth.cli.command.linger;

import hearth.cli.client.LoginManager;
import hearth.cli.client.LoginManager.LingerVerdict;
import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Spans;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * {@code hearth linger may}: what a scheduler's prolog asks. Ends with {@link ExitStatus#OK} where
 * the user may, with {@link ExitStatus#FAILURE} where not.
 */
public record MayLinger(Account user) implements Action {
    @Override
    public String purpose() {
        return "tell whether " + user.name() + " may linger";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        LingerVerdict verdict;
        try (LoginManager login = context.managers().loginManager()) {
            verdict = login.mayLinger(user.uid());
        }
        if (context.screen().isJson()) {
            context.screen()
                    .json(json -> {
                        json.writeStartObject();
                        json.writeStringProperty("user", user.name());
                        json.writeNumberProperty("uid", user.uid());
                        json.writeBooleanProperty("may", verdict.allows());
                        if (verdict.allows() && verdict.isBounded()) {
                            json.writeNumberProperty("longestUsec", verdict.longestUsec());
                        }
                        json.writeStringProperty("rule", verdict.rule());
                        json.writeEndObject();
                    });
        } else {
            context.screen().line(sentence(verdict));
        }
        return verdict.allows() ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    private String sentence(LingerVerdict verdict) {
        String rule = verdict.rule().isEmpty() ? "no rule is about them" : verdict.rule();
        if (!verdict.allows()) {
            return user.name() + " may not linger: " + rule;
        }
        String span =
                verdict.isBounded()
                        ? ", by leases of "
                                + Spans.span(Duration.of(verdict.longestUsec(), ChronoUnit.MICROS))
                                + " at most"
                        : "";
        return user.name() + " may linger" + span + ": " + rule;
    }
}
