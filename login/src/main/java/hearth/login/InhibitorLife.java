package hearth.login;

import static java.util.function.Function.identity;

import hearth.login.host.CallId;
import hearth.login.host.DualTimestamp;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.host.StateFile;
import hearth.login.host.Token;
import hearth.login.inhibit.InhibitMode;
import hearth.login.inhibit.Inhibited;
import hearth.login.inhibit.Inhibition;
import hearth.login.inhibit.Inhibitor;
import hearth.login.session.Awaited;
import hearth.login.session.Roster;
import hearth.login.session.StateFiles;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How inhibitors begin and end: each lasts as long as somebody has its hold. Hearth turns nothing
 * off by itself; it keeps who inhibits what, for those who ask, and heeds it where it tells whether
 * the machine is idle.
 *
 * @see "org.freedesktop.login1(5), Inhibit()"
 */
final class InhibitorLife {
    /** Inhibitors of one user, but for root: enough for a desktop's programs many times over. */
    static final int PER_USER_MAX = 256;

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Roster roster;

    /** Those that have begun, by id. */
    private final Map<String, Inhibitor> held =
            new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(identity()));

    /** Those whose hold is being made, by id. */
    private final Map<String, Inhibitor> beginning = new LinkedHashMap<>();

    private long lastNumber;

    InhibitorLife(Roster roster) {
        this.roster = roster;
    }

    /** Returns those that have begun, by number: the oldest first. */
    Collection<Inhibitor> held() {
        return Collections.unmodifiableCollection(held.values());
    }

    /** Returns what is put off in this way. */
    Set<Inhibited> inhibited(InhibitMode mode) {
        return held.values().stream()
                .map(Inhibitor::inhibition)
                .filter(inhibition -> inhibition.mode() == mode)
                .flatMap(inhibition -> inhibition.what().stream())
                .collect(Collectors.toSet());
    }

    /** Returns since when something is put off, if it is. */
    Optional<DualTimestamp> since(Inhibited what, InhibitMode mode) {
        return held.values().stream()
                .filter(one -> one.inhibition().mode() == mode)
                .filter(one -> one.inhibition().what().contains(what))
                .map(Inhibitor::since)
                .findFirst();
    }

    /** Begins one: answered by {@link LoginEffect.ReplyInhibit}, or by an error. */
    Outcome inhibit(CallId call, Inhibition inhibition) {
        Optional<Outcome> refusal = refusal(inhibition);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var inhibitor = new Inhibitor(newId(), inhibition, roster.now());
        beginning.put(inhibitor.id(), inhibitor);
        Token token = roster.await(new Awaited.InhibitorHold(inhibitor, Optional.of(call)));
        roster.emit(new LoginEffect.MakeHold(token, inhibitor.file()));
        return new Outcome.Later();
    }

    private Optional<Outcome> refusal(Inhibition inhibition) {
        long max = roster.settings().inhibitorsMax().value();
        if (held.size() + beginning.size() >= max) {
            return Optional.of(tooMany("inhibitors (" + max + ")"));
        }
        boolean isRoot = inhibition.uid() == 0;
        return isRoot || countOf(inhibition.uid()) < PER_USER_MAX
                ? Optional.empty()
                : Optional.of(tooMany("inhibitors of one user (" + PER_USER_MAX + ")"));
    }

    private static Outcome tooMany(String what) {
        return new Outcome.Refused(
                LoginError.Kind.LIMITS_EXCEEDED,
                "Maximum number of " + what + " reached, refusing further inhibitors.");
    }

    private long countOf(long uid) {
        return List.of(held, beginning).stream()
                .flatMap(some -> some.values().stream())
                .filter(one -> one.inhibition().uid() == uid)
                .count();
    }

    private String newId() {
        String id;
        do {
            id = Long.toString(++lastNumber);
        } while (held.containsKey(id) || beginning.containsKey(id));
        return id;
    }

    void holdMade(Awaited.InhibitorHold hold) {
        Inhibitor inhibitor = hold.inhibitor();
        beginning.remove(inhibitor.id());
        held.put(inhibitor.id(), inhibitor);
        roster.emit(new LoginEffect.WriteStateFile(inhibitor.file(), StateFiles.of(inhibitor)));
        hold.call()
                .ifPresent(
                        call -> roster.emit(new LoginEffect.ReplyInhibit(call, inhibitor.file())));
        tell(inhibitor);
    }

    void holdFailed(Awaited.InhibitorHold hold, LoginError error) {
        beginning.remove(hold.inhibitor().id());
        hold.call().ifPresent(call -> roster.emit(new LoginEffect.ReplyError(call, error)));
    }

    void holdEnded(Token token, Awaited.InhibitorHold hold) {
        Inhibitor inhibitor = hold.inhibitor();
        held.remove(inhibitor.id());
        roster.emit(new LoginEffect.RemoveStateFile(inhibitor.file()));
        roster.emit(new LoginEffect.CloseHold(token, inhibitor.file()));
        tell(inhibitor);
    }

    /** Observers are told whenever one begins or ends, as by logind. */
    private void tell(Inhibitor inhibitor) {
        String property =
                switch (inhibitor.inhibition().mode()) {
                    case BLOCK -> "BlockInhibited";
                    case DELAY -> "DelayInhibited";
                };
        roster.emit(new LoginEffect.ManagerChanged(List.of(property)));
    }

    /** Goes on with one from before a take-over: where nobody holds it any more, that is told. */
    void takeOver(String id, String text) {
        Optional<Inhibitor> found =
                NUMBER.matcher(id).matches()
                        ? StateFiles.inhibitor(id, text, roster.now())
                        : Optional.empty();
        if (found.isEmpty()) {
            roster.emit(new LoginEffect.RemoveStateFile(new StateFile.OfInhibitor(id)));
            return;
        }
        Inhibitor inhibitor = found.get();
        held.put(id, inhibitor);
        lastNumber = Math.max(lastNumber, Long.parseLong(id));
        Token token = roster.await(new Awaited.InhibitorHold(inhibitor, Optional.empty()));
        roster.emit(new LoginEffect.WatchHold(token, inhibitor.file()));
    }
}
