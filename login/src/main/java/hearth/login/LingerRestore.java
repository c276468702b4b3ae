package hearth.login;

import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LeaseFile;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerLeases;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What an earlier brain has written down about who lingers, as far as it holds still. */
final class LingerRestore {
    private final Roster roster;
    private final LingerLeases leases;
    private final Restored.Lingering found;

    /** Names for which something else is written than holds now. */
    private final Set<String> stale = new LinkedHashSet<>();

    /** Names whose files show leases that were written down. */
    private final Set<String> own = new LinkedHashSet<>();

    LingerRestore(Roster roster, LingerLeases leases, Restored.Lingering found) {
        this.roster = roster;
        this.leases = leases;
        this.found = found;
    }

    /** Takes up what lives still. */
    void read() {
        found.records().forEach(this::read);
    }

    /** Returns the names for which what holds is to be written down. */
    Set<String> stale() {
        return stale;
    }

    /** Whether a file shows what is, or was, written down; else somebody has made it. */
    boolean isOwn(String fileName) {
        return own.contains(fileName);
    }

    private void read(String fileName, String text) {
        LeaseFile.Content content = LeaseFile.parse(text);
        for (LeaseFile.Problem problem : content.problems()) {
            roster.log(
                    Level.WARNING,
                    Restored.Lingering.RECORDS
                            + fileName
                            + ":"
                            + problem.line()
                            + ": "
                            + problem.message());
        }
        if (content.leases().isEmpty()) {
            return; // where there is a file it counts as one that somebody has made
        }
        own.add(fileName);
        boolean isFileGone = found.files().filter(names -> !names.contains(fileName)).isPresent();
        for (LingerLease lease : content.leases()) {
            Optional<String> why = whyOver(lease, isFileGone);
            if (why.isEmpty()) {
                leases.begin(fileName, lease);
            } else {
                stale.add(fileName);
                roster.log(
                        Level.INFO,
                        "Lease %s of %s is over: %s."
                                .formatted(lease.id(), CEscape.unescape(fileName), why.get()));
            }
        }
        if (leases.hasAny(fileName)) {
            content.uid().ifPresent(uid -> leases.recorded(fileName, uid));
        }
        if (isFileGone) {
            stale.add(fileName);
        }
    }

    private Optional<String> whyOver(LingerLease lease, boolean isFileGone) {
        if (isFileGone && lease.origin().endsWithFile()) {
            return Optional.of("its file was removed");
        }
        if (!lease.isOver(roster.now().realtimeUsec(), found.boot())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (lease.end()) {
                    case LeaseEnd.Never(), LeaseEnd.At(long _) ->
                            "its time came while nobody looked";
                    case LeaseEnd.Reboot(), LeaseEnd.While(String _) ->
                            "the machine was started again";
                });
    }
}
