package hearth.login;

import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.linger.LeaseChange;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LeaseOrigin;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerLeases;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Leases that drop-ins declare: each lasts as long as its file says so. */
final class DeclaredLeases {
    private final Roster roster;
    private final LeaseLife life;
    private final LingerFiles files;
    private final String boot;

    DeclaredLeases(Roster roster, LeaseLife life, LingerFiles files, String boot) {
        this.roster = roster;
        this.life = life;
        this.files = files;
        this.boot = boot;
    }

    /** Makes leases of what is declared; what is no more ends. */
    void declare(LeaseDeclaration.All declared) {
        var wanted = new HashSet<String>();
        for (LeaseDeclaration declaration : declared.declarations()) {
            for (String name : declaration.users()) {
                LingerLease lease = lease(declaration, name);
                if (!lease.isOver(roster.now().realtimeUsec(), boot)) {
                    wanted.add(lease.id());
                    declare(CEscape.escape(name), lease);
                }
            }
        }
        if (declared.isWhole()) {
            endOthers(wanted);
        }
    }

    private void endOthers(Set<String> wanted) {
        for (LingerLeases.Holding holding : life.leases().all()) {
            LingerLease lease = holding.lease();
            if (lease.origin() == LeaseOrigin.DECLARED && !wanted.contains(lease.id())) {
                life.endNow(
                        holding.fileName(),
                        List.of(lease.id()),
                        lease.owner() + " does not declare it any more");
            }
        }
    }

    private LingerLease lease(LeaseDeclaration declaration, String user) {
        String file = declaration.file();
        return new LingerLease(
                file.substring(file.lastIndexOf('/') + 1) + "/" + user,
                LeaseOrigin.DECLARED,
                OptionalLong.empty(),
                file,
                declaration.reason(),
                declaration.sinceUsec(),
                declaration.end(),
                boot);
    }

    private void declare(String fileName, LingerLease lease) {
        List<LingerLease> present = life.leases().of(fileName);
        if (present.stream().anyMatch(it -> isSame(it, lease))) {
            return;
        }
        boolean isThere = present.stream().anyMatch(it -> it.id().equals(lease.id()));
        if (!isThere && life.book().countOf(fileName) >= LingerOrders.PER_USER_MAX) {
            roster.log(
                    Level.WARNING,
                    lease.owner()
                            + ": a user can have "
                            + LingerOrders.PER_USER_MAX
                            + " leases, ignored for "
                            + CEscape.unescape(fileName));
            return;
        }
        life.hold(fileName, lease);
        life.book().write(LeaseChange.none(fileName));
        files.resume(fileName);
    }

    /** Whether both say the same, whatever the boot in which they began. */
    private static boolean isSame(LingerLease one, LingerLease other) {
        return one.id().equals(other.id())
                && one.owner().equals(other.owner())
                && one.reason().equals(other.reason())
                && one.end().equals(other.end());
    }
}
