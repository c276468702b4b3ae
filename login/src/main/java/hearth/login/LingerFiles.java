package hearth.login;

import hearth.login.linger.LeaseChange;
import hearth.login.linger.LeaseOrigin;
import hearth.login.linger.LingerLeases;
import hearth.login.session.Awaited;
import hearth.login.session.Roster;
import hearth.login.session.User;
import hearth.login.user.UserLookUp;
import hearth.login.user.UserRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the files in {@code /var/lib/systemd/linger} say: they show whether a user lingers, and what
 * somebody else makes or removes there counts. Finds out whose the names of files and leases are.
 */
final class LingerFiles implements LingerSearch.Finder {
    private final Roster roster;
    private final LeaseLife life;
    private final LingerLeases leases;
    private final LeaseUnits units;
    private final LingerSearch search;
    private final String boot;

    /** Files that somebody has made, whose user is not known yet. */
    private final Set<String> appeared = new HashSet<>();

    LingerFiles(Roster roster, LeaseLife life, LeaseUnits units, String boot) {
        this.roster = roster;
        this.life = life;
        this.units = units;
        this.boot = boot;
        leases = life.leases();
        search = new LingerSearch(roster, this);
    }

    /** Notes a file that somebody has made: where leases live it is their own. */
    void appeared(String fileName) {
        if (!leases.hasAny(fileName) && appeared.add(fileName)) {
            resume(fileName);
        }
    }

    /** Notes that somebody has removed a file: with it ends what it can show. */
    void vanished(String fileName) {
        appeared.remove(fileName);
        if (!leases.hasAny(fileName)) {
            search.cancel(fileName);
            return;
        }
        life.endNow(
                fileName,
                life.ids(fileName, lease -> lease.origin().endsWithFile()),
                "its file was removed");
        if (leases.hasAny(fileName)) {
            life.sayWhatKeeps(fileName);
            life.book().write(LeaseChange.none(fileName));
        }
    }

    /** Notes which files there are. */
    void listed(Collection<String> fileNames) {
        fileNames.forEach(this::appeared);
        var gone = new HashSet<>(appeared);
        gone.addAll(leases.fileNames());
        fileNames.forEach(gone::remove);
        gone.forEach(this::vanished);
    }

    /** Asks whose name this is, unless that user is here. */
    void resume(String fileName) {
        Optional<User> here = roster.userOfFile(fileName);
        if (here.isPresent()) {
            search.cancel(fileName);
            found(fileName, here.get().record());
        } else {
            search.begin(fileName);
        }
    }

    /** Asks again for a user who was not known. */
    void retry(Awaited.LingerRetry retry) {
        search.retry(retry);
    }

    /** Tells whose name is on a file, or a lease. */
    void lookedUp(Awaited.LingerFileLookUp file, UserLookUp answer) {
        search.lookedUp(file, answer);
    }

    @Override
    public boolean isWanted(String fileName) {
        return appeared.contains(fileName) || leases.hasAny(fileName);
    }

    @Override
    public void found(String fileName, UserRecord user) {
        boolean isRecorded = leases.uid(fileName).isPresent();
        life.claim(fileName, user);
        boolean isExternal = appeared.remove(fileName);
        if (isExternal) {
            life.hold(
                    fileName,
                    life.ofFile(fileName, LeaseOrigin.EXTERNAL, OptionalLong.empty(), boot));
        }
        if (leases.hasAny(fileName)) {
            life.keep(fileName, user);
            units.watch(user, leases.of(fileName));
        }
        if (isExternal || (!isRecorded && leases.hasAny(fileName))) {
            life.book().write(LeaseChange.none(fileName));
        }
    }

    @Override
    public boolean unknownForLong(String fileName) {
        if (leases.uid(fileName).isEmpty()) {
            return false; // never known: may come to be
        }
        appeared.remove(fileName);
        life.endNow(fileName, life.ids(fileName, _ -> true), "its user was deleted");
        return true;
    }
}
