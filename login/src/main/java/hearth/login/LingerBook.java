package hearth.login;

import hearth.login.host.CallId;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.host.LoginError;
import hearth.login.host.Token;
import hearth.login.linger.LeaseChange;
import hearth.login.linger.LeaseFile;
import hearth.login.linger.LeaseOrigin;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerLeases;
import hearth.login.session.Awaited;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;

/**
 * Changes of leases on their way to the disk: of each user one at a time, in the order in which
 * they were asked for. A change counts, and whoever asked for it is answered, once it is written.
 */
final class LingerBook {
    /**
     * Changes of one user that wait for the one on its way: more than a caller may have under way
     * at once.
     */
    static final int WAITING_MAX = 1_024;

    /** Told what has become of a change. */
    interface Reader {
        /** It is written, and counts. */
        void written(LeaseChange change);

        /** It could not be written, and does not count. */
        void failed(LeaseChange change);
    }

    private final Roster roster;
    private final LingerLeases leases;
    private final LeaseLog log;
    private final Reader reader;

    /** The first one of each user is on its way. */
    private final Map<String, Queue<LeaseChange>> changes = new HashMap<>();

    LingerBook(Roster roster, LingerLeases leases, LeaseLog log, Reader reader) {
        this.roster = roster;
        this.leases = leases;
        this.log = log;
        this.reader = reader;
    }

    /** Returns how many leases a user has or is about to have. */
    int countOf(String fileName) {
        return leases.of(fileName).size()
                + changes.getOrDefault(fileName, new ArrayDeque<>()).stream()
                        .mapToInt(change -> change.begun().size())
                        .sum();
    }

    /** Returns the file names of those who are about to have a lease. */
    Set<String> beginning() {
        var names = new HashSet<String>();
        changes.forEach((name, ofUser) -> {
            if (ofUser.stream().anyMatch(change -> !change.begun().isEmpty())) {
                names.add(name);
            }
        });
        return names;
    }

    /** Writes a change down, after those of the same user that wait. */
    void write(LeaseChange change) {
        Queue<LeaseChange> ofUser =
                changes.computeIfAbsent(change.fileName(), _ -> new ArrayDeque<>());
        boolean isWritten = change.isNone() && ofUser.size() > 1; // with the next that waits
        if (isWritten) {
            return;
        }
        if (ofUser.size() > WAITING_MAX && change.call().isPresent()) {
            fail(
                    change,
                    new LoginError(
                            LoginError.Kind.LIMITS_EXCEEDED,
                            "too many changes of who lingers wait for the disk"));
            return;
        }
        ofUser.add(change);
        if (ofUser.size() == 1) {
            store(change);
        }
    }

    private void store(LeaseChange change) {
        String name = change.fileName();
        Token token = roster.await(new Awaited.LingerStore(change));
        List<LingerLease> after = after(change);
        if (after.isEmpty()) {
            roster.emit(new LoginEffect.RemoveLinger(token, name));
            return;
        }
        OptionalLong uid =
                change.user().isPresent()
                        ? OptionalLong.of(change.user().get().uid())
                        : leases.uid(name);
        // A file of somebody else's is not made again: whoever has removed it is about to be heard.
        boolean isShown = after.stream().anyMatch(it -> it.origin() != LeaseOrigin.EXTERNAL);
        roster.emit(
                new LoginEffect.WriteLinger(
                        token,
                        name,
                        LeaseFile.text(uid, after),
                        isShown,
                        LeaseFile.text(leases.uid(name), leases.of(name))));
    }

    private List<LingerLease> after(LeaseChange change) {
        var after = new ArrayList<LingerLease>();
        for (LingerLease lease : leases.of(change.fileName())) {
            boolean isReplaced =
                    change.begun().stream().anyMatch(begun -> begun.id().equals(lease.id()));
            if (!isReplaced && !change.ended().contains(lease.id())) {
                after.add(lease);
            }
        }
        after.addAll(change.begun());
        return after;
    }

    /** Goes on once a change is, or is not, on disk. */
    void stored(LeaseChange change, Optional<LoginError> failure) {
        failure.ifPresentOrElse(error -> fail(change, error), () -> reader.written(change));
        Queue<LeaseChange> ofUser = changes.getOrDefault(change.fileName(), new ArrayDeque<>());
        ofUser.poll();
        if (ofUser.isEmpty()) {
            changes.remove(change.fileName());
        } else {
            store(ofUser.element());
        }
    }

    private void fail(LeaseChange change, LoginError error) {
        Optional<CallId> call = change.call();
        if (call.isPresent()) {
            roster.emit(new LoginEffect.ReplyError(call.get(), error));
        } else {
            log.say(
                    change.fileName(),
                    Level.WARNING,
                    "It cannot be written down why "
                            + CEscape.unescape(change.fileName())
                            + " lingers: "
                            + error.message());
        }
        reader.failed(change);
    }
}
