package hearth.daemon.user;

import hearth.daemon.brain.Brain;
import hearth.daemon.generator.Generators;
import hearth.daemon.host.LogStreams;
import hearth.daemon.link.Line;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.protocol.record.Orphan;
import hearth.daemon.state.StateJournal;
import hearth.daemon.tree.UserTree;
import hearth.unit.load.UnitLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers what a manager is made of, once its hand has greeted: who the user is, the unit files,
 * what the manager before has written down, what generators make. Belongs to the manager's mailbox.
 *
 * <pre>
 *   begin --group--> files --read--> orphans --told--> state --read--> [generators --run-->] then
 * </pre>
 */
final class Loading {
    private final Brain brain;
    private final Mailbox mailbox;
    private final UserInstance.Start start;
    private final Surroundings surroundings;
    private final UserTree tree;
    private final Generators generators;
    private final Path journalFile;
    private final Waiting waiting;
    private final Line<HandEvent> hand;
    private final Map<String, Integer> stored = new HashMap<>(); // by services, until it is taken
    private boolean isClosed;

    /** Who waits for it. */
    interface Waiting {
        /** What the manager before has written down is read; generators have not run. */
        void remembered(Map<String, String> snapshots);

        /** Everything is there. */
        void loaded(Loaded all);

        /** What the manager before has written down cannot be read. */
        void unreadable(Path journalFile, IOException e);

        /** Something is to be said in the user's log. */
        void complain(String complaint);
    }

    /**
     * What a manager is made of.
     *
     * @param journalFile where its state is written down
     * @param snapshots what the one before has written there, by unit
     * @param orphans what a hand before this one has left, and has ended since
     */
    record Loaded(
            Surroundings surroundings,
            UserTree tree,
            UnitLoader loader,
            Generators generators,
            Path journalFile,
            Map<String, String> snapshots,
            List<Orphan> orphans) {}

    /** Makes one, which has asked nothing yet. */
    Loading(
            Brain brain,
            Mailbox mailbox,
            Line<HandEvent> hand,
            LogStreams streams,
            UserInstance.Start start,
            HandEvent.HandWelcome welcome,
            Waiting waiting) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.start = start;
        this.waiting = waiting;
        this.hand = hand;
        surroundings = Surroundings.of(welcome);
        tree =
                new UserTree(
                        new UserTree.OfRoot(
                                brain.files().of(start.uid()), brain.systemDirectories()),
                        mailbox,
                        hand,
                        surroundings.directories(),
                        brain.budgets().of(start.uid()),
                        waiting::complain);
        generators =
                new Generators(
                        brain,
                        mailbox,
                        hand,
                        streams,
                        welcome,
                        surroundings.runtime(),
                        start.cgroup());
        journalFile = journalOf(brain, start.uid());
    }

    /** Returns where the state of a user's manager is written down. */
    static Path journalOf(Brain brain, int uid) {
        return brain.stateDirectory().resolve("managers").resolve(Integer.toUnsignedString(uid));
    }

    /** A process of the hand's has ended; returns whether it was a generator. */
    boolean ended(HandEvent.Exited exit) {
        return generators.ended(exit);
    }

    /** Lets go of everything; nobody is told any more. */
    void close() {
        isClosed = true;
        stored.values().forEach(this::close);
        stored.clear();
        tree.close();
        generators.close();
    }

    void begin() {
        brain.names()
                .user(
                        start.uid(),
                        mailbox,
                        answer -> tree.read(_ -> askStored(loader(group(answer)))));
    }

    private static String group(NameLookups.Answer answer) {
        return answer instanceof NameLookups.Answer.Found found ? found.group() : "nogroup";
    }

    private UnitLoader loader(String group) {
        return new UnitLoader(surroundings.specifiers(brain, group, start.cgroup()), brain.units());
    }

    /** What services have stored the hand tells only to who asks. */
    private void askStored(UnitLoader loader) {
        if (start.isFresh() || isClosed) {
            askOrphans(loader);
            return;
        }
        hand.order(
                new HandOrder.FetchStored(),
                new int[0],
                mailbox,
                (answer, descriptors) -> {
                    takeStored(answer, descriptors);
                    askOrphans(loader);
                });
    }

    /** A hand of an earlier version has none, and says that it doesn't know the order. */
    private void takeStored(HandEvent answer, int[] descriptors) {
        List<String> names = answer instanceof HandEvent.Stored(List<String> all) ? all : List.of();
        for (int i = 0; i < descriptors.length; i++) {
            boolean isNamed = i < names.size() && !isClosed;
            Integer before = isNamed ? stored.put(names.get(i), descriptors[i]) : null;
            if (before != null) {
                close(before);
            } else if (!isNamed) {
                close(descriptors[i]);
            }
        }
    }

    private void close(int fd) {
        brain.foreign().close(start.uid(), fd, () -> {});
    }

    /** Returns what services have stored with the hand, by name; the caller's from now on. */
    Map<String, Integer> takeStored() {
        var taken = Map.copyOf(stored);
        stored.clear();
        return taken;
    }

    /** What a hand before this one has left, and has ended since, the keeper knows. */
    private void askOrphans(UnitLoader loader) {
        start.keeper()
                .ifPresentOrElse(
                        keeper ->
                                keeper.line()
                                        .order(
                                                new KeeperOrder.AskOrphans(start.uid()),
                                                mailbox,
                                                answer -> readState(loader, orphansOf(answer))),
                        () -> readState(loader, List.of()));
    }

    private static List<Orphan> orphansOf(KeeperEvent answer) {
        return answer instanceof KeeperEvent.Orphans(List<Orphan> all)
                ? all
                : List.of(); // a keeper of an older version
    }

    private void readState(UnitLoader loader, List<Orphan> orphans) {
        if (isClosed) {
            return;
        }
        try {
            if (start.isFresh()) {
                Files.deleteIfExists(journalFile);
            }
            Map<String, String> snapshots = StateJournal.read(journalFile);
            waiting.remembered(snapshots);
            generators.resume(Optional.ofNullable(snapshots.get(Generators.ENTRY)));
            generate(
                    new Loaded(
                            surroundings,
                            tree,
                            loader,
                            generators,
                            journalFile,
                            snapshots,
                            orphans));
        } catch (IOException e) {
            waiting.unreadable(journalFile, e);
        }
    }

    private void generate(Loaded all) {
        if (generators.isKnown() || !generators.areNeeded(tree)) {
            waiting.loaded(all);
            return;
        }
        generators.run(
                tree,
                () -> UserFiles.environment(surroundings, tree.texts(), all.loader().specifiers()),
                () -> {
                    if (!isClosed) {
                        waiting.loaded(all);
                    }
                });
    }
}
