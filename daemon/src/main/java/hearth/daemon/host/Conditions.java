package hearth.daemon.host;

import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.record.Verdict;
import hearth.manager.host.Condition;
import hearth.manager.host.ConditionResult;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Conditions of a user's units. What the brain knows it answers; the rest the hand tests, so that
 * every question means the user, never hearthd. Belongs to the manager's mailbox.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     CONDITIONS AND ASSERTS</a>
 */
final class Conditions {
    /** The largest number of a system user, as Debian and systemd count them. */
    private static final int SYSTEM_UID_MAX = 999;

    private final Line<HandEvent> hand;
    private final Mailbox mailbox;
    private final HandEvent.HandWelcome user;
    private final Supplier<Map<String, String>> environment;
    private final Consumer<Event> events;

    Conditions(
            Line<HandEvent> hand,
            Mailbox mailbox,
            HandEvent.HandWelcome user,
            Supplier<Map<String, String>> environment,
            Consumer<Event> events) {
        this.hand = hand;
        this.mailbox = mailbox;
        this.user = user;
        this.environment = environment;
        this.events = events;
    }

    void check(Effect.CheckConditions question) {
        List<Condition> conditions = question.conditions();
        var results = new ArrayList<ConditionResult>();
        var asked = new ArrayList<hearth.daemon.protocol.record.Condition>();
        var places = new ArrayList<Integer>();
        for (Condition condition : conditions) {
            ConditionResult known = known(condition);
            if (known == ConditionResult.UNTESTED) {
                places.add(results.size());
                asked.add(
                        new hearth.daemon.protocol.record.Condition(
                                kind(condition), condition.parameter()));
            }
            results.add(known);
        }
        if (asked.isEmpty()) {
            // later, as every answer: a machine is not told while it speaks
            mailbox.execute(() -> answer(question, results));
            return;
        }
        hand.order(
                new HandOrder.CheckConditions(asked),
                mailbox,
                event -> {
                    for (int i = 0; i < places.size(); i++) {
                        int place = places.get(i);
                        results.set(place, verdict(event, i, conditions.get(place)));
                    }
                    answer(question, results);
                });
    }

    private void answer(Effect.CheckConditions question, List<ConditionResult> results) {
        events.accept(new Event.ConditionsChecked(question.token(), results));
    }

    private static String kind(Condition condition) {
        return condition.type().replaceFirst("^(Condition|Assert)", "");
    }

    private ConditionResult known(Condition condition) {
        return switch (kind(condition)) {
            case "User" -> result(isUser(condition.parameter()), condition);
            case "Environment" -> result(isInEnvironment(condition.parameter()), condition);
            default -> ConditionResult.UNTESTED;
        };
    }

    private boolean isUser(String text) {
        long uid = Integer.toUnsignedLong(user.uid());
        return text.equals(user.user())
                || text.equals(Long.toString(uid))
                || (text.equals("@system") && uid <= SYSTEM_UID_MAX);
    }

    private boolean isInEnvironment(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? environment.get().containsKey(text)
                : text.substring(equals + 1)
                        .equals(environment.get().get(text.substring(0, equals)));
    }

    private static ConditionResult verdict(HandEvent event, int index, Condition condition) {
        if (!(event instanceof HandEvent.ConditionResults answer)
                || index >= answer.results().size()) {
            return ConditionResult.ERROR;
        }
        Verdict verdict = answer.results().get(index).verdict();
        return switch (verdict) {
            case YES -> result(true, condition);
            case NO -> result(false, condition);
            case UNKNOWN_KIND, ERROR -> ConditionResult.ERROR;
        };
    }

    private static ConditionResult result(boolean holds, Condition condition) {
        return holds == condition.isNegated() ? ConditionResult.FAILED : ConditionResult.SUCCEEDED;
    }
}
