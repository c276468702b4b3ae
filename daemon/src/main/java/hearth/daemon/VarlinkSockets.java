package hearth.daemon;

import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.log.varlink.JournalVarlink;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.state.Caretaker;
import hearth.daemon.varlink.VarlinkInterface;
import hearth.daemon.varlink.VarlinkService;
import hearth.daemon.varlink.VarlinkSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where programs ask by Varlink. The keeper has copies of the sockets, under names that do not
 * change: while there is no brain, whoever connects waits. On the reactor.
 */
final class VarlinkSockets {
    private static final String KEPT_LOGIN = "varlink login";
    private static final String KEPT_ROOTS_LOGIN = "varlink login of root";
    private static final String KEPT_JOURNAL = "varlink journal";

    private static final Path VAR = Path.of("/var");

    private final Brain brain;
    private final Line<KeeperEvent> keeper;
    private final OptionalInt login;
    private final OptionalInt rootsLogin;
    private final OptionalInt journal;

    /** Takes what an earlier brain had of them out of what the keeper has told. */
    VarlinkSockets(Brain brain, Line<KeeperEvent> keeper, KeeperGreeting told) {
        this.brain = brain;
        this.keeper = keeper;
        login = told.takeKept(KEPT_LOGIN);
        rootsLogin = told.takeKept(KEPT_ROOTS_LOGIN);
        journal = told.takeKept(KEPT_JOURNAL);
    }

    /**
     * Serves {@code io.systemd.Login} to everybody, and to root where nobody else can be in the
     * way: pam_hearth asks there.
     *
     * @param run {@code /run/systemd}
     */
    void serveLogin(Path run, Mailbox mailbox, VarlinkInterface served) {
        var place =
                new VarlinkSocket.Place(
                        run.resolve("io.systemd.Login"),
                        VarlinkSocket.Place.OPEN_TO_ALL,
                        KEPT_LOGIN);
        serve(place, login, mailbox, served);
        var roots =
                new VarlinkSocket.Place(
                        run.resolveSibling("hearthd.login"),
                        VarlinkSocket.Place.ROOTS,
                        KEPT_ROOTS_LOGIN);
        serve(roots, rootsLogin, mailbox, served);
    }

    /**
     * Serves {@code io.systemd.Journal} to root, where the journal is ours.
     *
     * @param directory {@code /run/systemd/journal}
     */
    void serveJournal(Path directory, Mailbox mailbox) {
        boolean isLasting = brain.logs().place().directory().startsWith(VAR);
        serve(journalAt(directory), journal, mailbox, new JournalVarlink(brain.logs(), isLasting));
    }

    /** Lets go of the journal's socket, if an earlier brain has served it. */
    void leaveJournal(Path directory) {
        if (journal.isPresent()) {
            brain.linux().descriptors().closeQuietly(journal.getAsInt());
            keeper.order(new CommonOrder.DropDescriptor(KEPT_JOURNAL), _ -> {});
            Path path = journalAt(directory).path();
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                brain.complaints().say("cannot remove " + path + ": " + Caretaker.reason(e));
            }
        }
    }

    private static VarlinkSocket.Place journalAt(Path directory) {
        return new VarlinkSocket.Place(
                directory.resolve("io.systemd.journal"), VarlinkSocket.Place.ROOTS, KEPT_JOURNAL);
    }

    private void serve(
            VarlinkSocket.Place place, OptionalInt kept, Mailbox mailbox, VarlinkInterface served) {
        try {
            VarlinkSocket.open(
                    brain,
                    keeper,
                    place,
                    kept,
                    mailbox,
                    new VarlinkService(Build.read().version(), List.of(served)));
        } catch (IOException e) {
            brain.complaints().say(place.path() + " is not served: " + Caretaker.reason(e));
        }
    }
}
