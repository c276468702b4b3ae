package hearth.login;

import hearth.login.host.LoginError;
import hearth.login.host.LoginEvent;
import hearth.login.host.Token;
import hearth.login.linger.LeaseChange;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LingerLeases;
import hearth.login.session.Awaited;
import hearth.login.session.Roster;
import hearth.login.session.UserLife;
import hearth.login.user.UserLookUp;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How users come to linger, and stop: by leases, which somebody asks for or declares, and by files
 * that somebody makes or removes.
 *
 * <pre>
 *   asked for --user known--> [unit active] --written--+
 *   recorded, declared, shown by a file --user known---+--> lives --asked, clock, unit, file--> over
 * </pre>
 */
final class LingerLife {
    private final Roster roster;
    private final LeaseLife life;
    private final LingerLeases leases;
    private final LingerOrders orders;
    private final LingerFiles files;
    private final DeclaredLeases declared;

    /** Makes it without leases, for the boot that the machine is in. */
    LingerLife(Roster roster, UserLife users, LingerLeases leases, String boot) {
        this.roster = roster;
        this.leases = leases;
        var units = new LeaseUnits(roster);
        life = new LeaseLife(roster, users, leases, units);
        orders = new LingerOrders(roster, life, units, boot);
        files = new LingerFiles(roster, life, units, boot);
        declared = new DeclaredLeases(roster, life, files, boot);
    }

    /** Returns what takes orders. */
    LingerOrders orders() {
        return orders;
    }

    /** Takes note of something that happened. */
    void handle(LoginEvent.OfLinger event) {
        switch (event) {
            case LoginEvent.LingerStored(Token token, Optional<LoginError> failure) ->
                    roster.answered(token, Awaited.LingerStore.class)
                            .ifPresent(store -> life.book().stored(store.change(), failure));
            case LoginEvent.LingerFileAppeared(String name) -> files.appeared(name);
            case LoginEvent.LingerFileVanished(String name) -> files.vanished(name);
            case LoginEvent.LingerFilesListed(List<String> names) -> files.listed(names);
            case LoginEvent.ClockSet() -> deadline();
            case LoginEvent.UserUnitActive(Token token) -> orders.unitActive(token);
            case LoginEvent.UserUnitInactive(Token token) -> orders.unitInactive(token);
        }
    }

    /** Asks again for a user who was not known. */
    void retry(Awaited.LingerRetry retry) {
        files.retry(retry);
    }

    /** Tells whose name is on a file, or a lease. */
    void fileLookedUp(Awaited.LingerFileLookUp file, UserLookUp answer) {
        files.lookedUp(file, answer);
    }

    /** Ends what is over by the clock. */
    void deadline() {
        life.deadline();
    }

    /** Has the log say how much was not said. */
    void logPauseOver() {
        life.logPauseOver();
    }

    /** Makes leases of what is declared; what is no more ends. */
    void declare(LeaseDeclaration.All all) {
        declared.declare(all);
    }

    /** Takes up what is recorded, declared, and shown by files. */
    void restore(Restored.Lingering found) {
        var restore = new LingerRestore(roster, leases, found);
        restore.read();
        leases.all().forEach(holding -> orders.noteNumber(holding.lease().id()));
        declare(found.declared());
        leases.fileNames().forEach(files::resume);
        restore.stale().forEach(name -> life.book().write(LeaseChange.none(name)));
        found.files().orElse(Set.of()).stream()
                .filter(name -> !restore.isOwn(name))
                .forEach(files::appeared);
        deadline();
    }
}
