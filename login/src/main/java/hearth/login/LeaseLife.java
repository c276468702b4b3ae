package hearth.login;

import hearth.login.host.CallId;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.linger.LeaseChange;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LeaseOrigin;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerLeases;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import hearth.login.session.User;
import hearth.login.session.UserLife;
import hearth.login.user.UserRecord;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How leases begin and end, and what follows from that: a user stays or goes, files are written,
 * observers are told.
 *
 * <p>What is asked for counts once it is written down; what ends by itself ends at once.
 */
final class LeaseLife implements LingerBook.Reader {
    private final Roster roster;
    private final UserLife users;
    private final LingerLeases leases;
    private final LeaseUnits units;
    private final LingerBook book;
    private final LingerClock clock;
    private final LeaseLog log;

    LeaseLife(Roster roster, UserLife users, LingerLeases leases, LeaseUnits units) {
        this.roster = roster;
        this.users = users;
        this.leases = leases;
        this.units = units;
        log = new LeaseLog(roster);
        book = new LingerBook(roster, leases, log, this);
        clock = new LingerClock(roster, leases);
    }

    /** Returns the leases as they are now. */
    LingerLeases leases() {
        return leases;
    }

    /** Returns where changes wait for the disk. */
    LingerBook book() {
        return book;
    }

    /** Returns the ids of some of the leases for a name. */
    Set<String> ids(String fileName, Predicate<LingerLease> which) {
        return leases.of(fileName).stream()
                .filter(which)
                .map(LingerLease::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns a lease that the compatible file shows; a user has one of each origin at most. */
    LingerLease ofFile(String fileName, LeaseOrigin origin, OptionalLong askedBy, String boot) {
        return new LingerLease(
                origin.wireName() + "/" + CEscape.unescape(fileName),
                origin,
                askedBy,
                "",
                "",
                roster.now().realtimeUsec(),
                new LeaseEnd.Never(),
                boot);
    }

    @Override
    public void written(LeaseChange change) {
        String name = change.fileName();
        change.user().ifPresent(user -> claim(name, user));
        change.begun().forEach(lease -> hold(name, lease));
        change.ended().forEach(id -> drop(name, id, "it was ended"));
        change.user()
                .filter(_ -> leases.hasAny(name))
                .ifPresent(user -> leases.known(name, user.uid()));
        if (!change.begun().isEmpty()) {
            change.user().ifPresent(this::stay);
        }
        changed(name);
        change.call().ifPresent(call -> answer(call, change));
    }

    private void answer(CallId call, LeaseChange change) {
        boolean isOfLoginctl = change.user().isPresent() && change.begun().isEmpty();
        if (isOfLoginctl && leases.hasAny(change.fileName())) {
            sayWhatKeeps(change.fileName());
        }
        Optional<LingerLease> granted =
                change.begun().stream()
                        .filter(lease -> lease.origin() == LeaseOrigin.GRANTED)
                        .findFirst();
        roster.emit(
                granted.<LoginEffect>map(lease -> new LoginEffect.ReplyGrant(call, lease.id()))
                        .orElseGet(() -> new LoginEffect.Reply(call)));
    }

    @Override
    public void failed(LeaseChange change) {
        for (LingerLease lease : change.begun()) {
            if (!leases.of(change.fileName()).contains(lease)) {
                units.unwatch(lease.id());
            }
        }
    }

    /** Whoever knows of the file alone learns from the log what it does not show. */
    void sayWhatKeeps(String fileName) {
        String ids =
                leases.of(fileName).stream().map(LingerLease::id).collect(Collectors.joining(", "));
        String name = CEscape.unescape(fileName);
        log.say(
                fileName,
                Level.WARNING,
                ("%1$s lingers on, by lease %2$s; `hearth linger why %1$s` tells of each, `hearth"
                                + " linger revoke %1$s` ends what can be ended")
                        .formatted(name, ids));
    }

    /** Begins a lease, or goes on with it; it is not written down yet. */
    void hold(String fileName, LingerLease lease) {
        if (leases.begin(fileName, lease)) {
            roster.emit(new LoginEffect.LeaseGranted(lease.id(), CEscape.unescape(fileName)));
        }
    }

    private void drop(String fileName, String id, String why) {
        leases.end(fileName, id)
                .ifPresent(_ -> {
                    String name = CEscape.unescape(fileName);
                    units.unwatch(id);
                    log.say(
                            fileName,
                            Level.INFO,
                            "Lease " + id + " of " + name + " is over: " + why + ".");
                    roster.emit(new LoginEffect.LeaseEnded(id, name, why));
                });
    }

    /** Ends leases at once; that is written down as soon as the disk takes it. */
    void endNow(String fileName, Collection<String> ids, String why) {
        if (!ids.isEmpty()) {
            ids.forEach(id -> drop(fileName, id, why));
            book.write(LeaseChange.none(fileName));
            changed(fileName);
        }
    }

    /**
     * Ends the leases of whoever had a name before: they were that one's. A file says a name only,
     * and goes on for whoever has it.
     */
    void claim(String fileName, UserRecord user) {
        OptionalLong before = leases.uid(fileName);
        if (before.isPresent() && before.getAsLong() != user.uid()) {
            log.say(
                    fileName,
                    Level.WARNING,
                    "%s is user %d now and was %d: leases of that one end"
                            .formatted(user.name(), user.uid(), before.getAsLong()));
            endNow(
                    fileName,
                    ids(fileName, lease -> lease.origin() != LeaseOrigin.EXTERNAL),
                    "its user is another one now");
        }
    }

    /** Does what follows from a change of the leases for a name. */
    private void changed(String fileName) {
        OptionalLong uid = leases.uid(fileName);
        leases.forgetIfNone(fileName);
        uid.ifPresent(users::leasesChanged);
        clock.set();
    }

    /** Keeps a user whose name this is: the manager starts at once. */
    void keep(String fileName, UserRecord user) {
        leases.known(fileName, user.uid());
        stay(user);
        clock.set();
    }

    private void stay(UserRecord record) {
        User user = users.know(record);
        users.leasesChanged(user.uid());
        users.startManager(user);
    }

    /** Has the log say how much was not said. */
    void logPauseOver() {
        log.pauseOver();
    }

    /** Ends what is over by the clock. */
    void deadline() {
        leases.over(roster.now().realtimeUsec())
                .forEach((fileName, ids) -> endNow(fileName, ids, "its time has come"));
        clock.setAnew();
    }
}
