package hearth.login.session;

import hearth.login.host.LoginEffect;
import hearth.login.setting.Configured;
import hearth.login.setting.LoginSettings;
import hearth.login.setting.LogoutRule;
import java.time.Duration;
import java.util.Optional;

/** What a user's own log says of why something of the user's ends: the words, and the rule. */
final class Explanations {
    private Explanations() {}

    /**
     * Returns why a session has ended, and what becomes of what is left in it.
     *
     * @param asker who wanted it, where somebody did
     * @param isNews whether it is worth a line where nothing is killed
     */
    static LoginEffect.Explain ofSession(
            Session session,
            Reason reason,
            Optional<String> asker,
            LoginSettings settings,
            boolean isNews) {
        String name = session.user().name();
        LogoutRule rule = settings.logoutRuleOf(name);
        boolean kills = reason.kills(rule);
        boolean isByRule = reason.kill() == SessionLife.Kill.BY_SETTINGS;
        String text =
                "Session "
                        + session.id()
                        + " of "
                        + name
                        + " has ended: "
                        + reason.ending().text()
                        + asker.map(who -> " by " + who).orElse("")
                        + "; what is left in it "
                        + (kills ? "is killed" : "goes on");
        return new LoginEffect.Explain(
                session.user().uid(),
                session.scope(),
                text,
                kills,
                isNews,
                isByRule ? Optional.of(rule) : Optional.empty());
    }

    /** Why a session ends, and what that means for what is left in it. */
    record Reason(SessionLife.Kill kill, SessionEnding ending) {
        boolean kills(LogoutRule rule) {
            return switch (kill) {
                case ALWAYS -> true;
                case NEVER -> false;
                case BY_SETTINGS -> rule.kills();
            };
        }
    }

    /** Returns why a user's manager stops, with all that it runs. */
    static LoginEffect.Explain ofManager(
            User user, Optional<String> asker, LoginSettings settings) {
        Configured<Optional<Duration>> delay = settings.userStopDelay();
        String text =
                user.service()
                        + " is stopped, with all that it runs: "
                        + asker.map(who -> user.name() + " was terminated by " + who)
                                .orElse(
                                        "the last session of "
                                                + user.name()
                                                + " is over, and "
                                                + user.name()
                                                + " does not linger");
        LogoutRule rule =
                new LogoutRule(
                        true,
                        "UserStopDelaySec",
                        delay.value().map(Explanations::span).orElse("infinity"),
                        delay.origin());
        return new LoginEffect.Explain(
                user.uid(),
                user.service(),
                text,
                false,
                true,
                asker.isPresent() ? Optional.empty() : Optional.of(rule));
    }

    /** Returns a delay as a person writes it; whole seconds are what most have. */
    private static String span(Duration delay) {
        boolean isWhole = delay.toNanosPart() == 0;
        return isWhole ? delay.toSeconds() + "s" : delay.toMillis() + "ms";
    }

    /** Returns who has a signal sent to what belongs to a user. */
    static LoginEffect.Explain ofSignal(
            User user, String unit, LoginEffect.Sent sent, Optional<String> asker) {
        return new LoginEffect.Explain(
                user.uid(),
                unit,
                "Signal "
                        + sent.signal()
                        + " is sent to "
                        + (sent.process().isPresent()
                                ? "process " + sent.process().getAsLong() + " of "
                                : "")
                        + unit
                        + asker.map(who -> " by " + who).orElse(""),
                false,
                true,
                Optional.empty(),
                Optional.of(sent));
    }
}
