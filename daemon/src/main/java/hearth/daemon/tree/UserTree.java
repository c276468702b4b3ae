package hearth.daemon.tree;

import hearth.budget.Account;
import hearth.daemon.configuration.GeneratorList;
import hearth.daemon.configuration.ManagerTexts;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.unit.install.PresetRules;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.SearchPath;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads a user's unit files: what is root's through the brain's shared copy, what is the user's
 * through the hand. Belongs to the manager's mailbox.
 */
public final class UserTree {
    /** Entries of a user's directories: ten thousand units with a link each, and some room. */
    private static final int ENTRIES_MAX = 50_000;

    /** Bytes of a unit file; systemd's own limit on what it reads. */
    private static final int FILE_BYTES_MAX = 1 << 20;

    /** Bytes of all of a user's unit files. */
    private static final int TOTAL_BYTES_MAX = 32 << 20;

    /** How much more is read where it was too little. */
    private static final int GROWTH = 8;

    private final OfRoot ofRootFiles;
    private final Mailbox mailbox;
    private final Line<HandEvent> hand;
    private final Consumer<String> complaints;
    private final List<Place> places;
    private final List<Place> ofRoot;
    private final List<Place> ofUser;
    private UnitTree tree = UnitTree.EMPTY;
    private final String configHome;
    private final FileBudget budget;
    private PresetRules presets = PresetRules.NONE;
    private ManagerTexts texts = ManagerTexts.NONE;
    private GeneratorList generators = GeneratorList.NONE;

    /** Who waits for the reading under way to be over. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    /** So many bytes were enough for the last reading. */
    private int enoughBytes = FileBudget.FIRST_BYTES;

    private boolean isReading;
    private boolean isClosed;

    /** What is new since files were looked at last. */
    public enum News {
        /** Nothing has been read. */
        NONE,
        /** Files were read; no link has come or gone. */
        TEXTS,
        /** Links were made or taken away, as {@code enable} and {@code mask} do. */
        LINKS
    }

    /**
     * Who reads what is root's.
     *
     * @param worker the one thread that may touch the directories, and wait for a disk
     * @param directories root's, shared by all users
     */
    public record OfRoot(Executor worker, SystemDirectories directories) {}

    /**
     * Makes a reader; the tree is empty until the first {@link #read}.
     *
     * @param account where the files are charged
     * @param complaints told what could not be read, for the user
     */
    public UserTree(
            OfRoot ofRootFiles,
            Mailbox mailbox,
            Line<HandEvent> hand,
            SearchPath.UserDirectories directories,
            Account account,
            Consumer<String> complaints) {
        this.ofRootFiles = ofRootFiles;
        this.mailbox = mailbox;
        this.hand = hand;
        this.complaints = complaints;
        configHome = directories.configHome();
        budget = new FileBudget(account);
        places = SearchPath.ofUser(directories, Places.OWN_UNITS);
        ofRoot = places.stream().filter(UserTree::isOfRoot).toList();
        ofUser = places.stream().filter(place -> !isOfRoot(place)).toList();
    }

    private static boolean isOfRoot(Place place) {
        return place.role() == Place.Role.BUILT_IN || SearchPath.isShared(place);
    }

    /** Returns the search path. */
    public List<Place> places() {
        return places;
    }

    /** Returns the tree as it was read last. */
    public UnitTree tree() {
        return tree;
    }

    /** Returns what is to be enabled where nobody has said otherwise, as it was read last. */
    public PresetRules presets() {
        return presets;
    }

    /** Returns what the manager itself is told, as it was read last. */
    public ManagerTexts texts() {
        return texts;
    }

    /** Returns the generators that there are, as they were found last. */
    public GeneratorList generators() {
        return generators;
    }

    /** Reads everything anew, then tells the tree. */
    public void read(Consumer<UnitTree> then) {
        read((_, now) -> then.accept(now));
    }

    /**
     * Reads everything anew, then tells what was known before and what is known now. One reading
     * follows the other: each has all files of the user in the heap.
     */
    private void read(BiConsumer<UnitTree, UnitTree> then) {
        if (isReading) {
            waiting.add(() -> read(then));
            return;
        }
        isReading = true;
        ask(enoughBytes, then);
    }

    /**
     * Asks the hand for so many bytes of files, and for more where that was too little: a user is
     * charged for what may come, and at a boot all users' files come at once.
     */
    private void ask(int wantedBytes, BiConsumer<UnitTree, UnitTree> then) {
        int bytes = budget.begin(wantedBytes);
        hand.order(
                new FileOrder.ReadTree(
                        paths(), budget.entriesMax(ENTRIES_MAX), FILE_BYTES_MAX, bytes),
                mailbox,
                answer -> {
                    if (isClosed) {
                        return;
                    }
                    boolean mayHaveMore = bytes == wantedBytes && bytes < TOTAL_BYTES_MAX;
                    if (mayHaveMore && answer instanceof HandEvent.Tree read && read.truncated()) {
                        ask(Math.min(wantedBytes * GROWTH, TOTAL_BYTES_MAX), then);
                    } else {
                        enoughBytes = wantedBytes;
                        take(afforded(answer), then);
                    }
                });
    }

    private void take(HandEvent answer, BiConsumer<UnitTree, UnitTree> then) {
        List<UnitDirectory> theirs = directoriesOf(answer);
        ManagerTexts own = textsOf(answer);
        ofRootFiles
                .worker()
                .execute(() -> {
                    var shared = ofRootFiles.directories().read(ofRoot);
                    PresetRules rules = ofRootFiles.directories().presets();
                    ManagerTexts machine = ofRootFiles.directories().managerTexts();
                    GeneratorList found = ofRootFiles.directories().generators();
                    mailbox.execute(() -> {
                        if (isClosed) {
                            return;
                        }
                        presets = rules;
                        generators = found;
                        texts = own.over(machine);
                        UnitTree before = tree;
                        tree = join(shared, theirs);
                        then.accept(before, tree);
                        readingEnded();
                    });
                });
    }

    private HandEvent afforded(HandEvent answer) {
        return answer instanceof HandEvent.Tree read
                ? new HandEvent.Tree(
                        budget.afford(read.entries()), read.problems(), read.truncated())
                : answer;
    }

    /**
     * Releases what the files are charged: they are not looked at again, and who waits for a
     * reading is gone.
     */
    public void close() {
        isClosed = true;
        waiting.clear();
        budget.close();
    }

    private void readingEnded() {
        isReading = false;
        budget.ends();
        while (!isReading && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    /**
     * Returns what the hand is to read: directories of units, then those of the manager's texts.
     */
    private List<String> paths() {
        var paths = new ArrayList<>(ofUser.stream().map(Place::path).toList());
        paths.addAll(ManagerTexts.directories(configHome));
        return paths;
    }

    private ManagerTexts textsOf(HandEvent answer) {
        return answer instanceof HandEvent.Tree read
                ? ManagerTexts.ofHand(configHome, read.entries(), ofUser.size())
                : ManagerTexts.NONE;
    }

    private List<UnitDirectory> directoriesOf(HandEvent answer) {
        if (!(answer instanceof HandEvent.Tree read)) {
            complaints.accept("unit files cannot be read: " + answer);
            return HandTree.of(
                    ofUser, new HandEvent.Tree(List.of(), List.of(), false), List.of(), complaints);
        }
        if (read.truncated()) {
            complaints.accept(
                    "there are more unit files than fit (at most %d entries, %d MiB, and fewer where memory is short): some are not read"
                            .formatted(ENTRIES_MAX, TOTAL_BYTES_MAX >> 20));
        }
        read.problems().forEach(problem -> complaints.accept("cannot read " + problem.step()));
        return HandTree.of(ofUser, read, tree.directories(), complaints);
    }

    private UnitTree join(List<UnitDirectory> shared, List<UnitDirectory> theirs) {
        var byPlace = new HashMap<Place, UnitDirectory>();
        shared.forEach(directory -> byPlace.put(directory.place(), directory));
        theirs.forEach(directory -> byPlace.put(directory.place(), directory));
        var all = new ArrayList<UnitDirectory>();
        for (Place place : places) {
            UnitDirectory directory = byPlace.get(place);
            if (directory != null) {
                all.add(directory);
            }
        }
        return new UnitTree(all);
    }

    /**
     * Looks whether the user's files have changed since they were read, and reads them where they
     * have. What an earlier call reads is over by then.
     *
     * @param then told what is new
     */
    public void freshen(Consumer<News> then) {
        hand.order(
                new FileOrder.Sync(),
                mailbox,
                answer -> {
                    if (answer instanceof HandEvent.Synced(boolean changed) && changed) {
                        read((before, now) ->
                                then.accept(
                                        links(now).equals(links(before))
                                                ? News.TEXTS
                                                : News.LINKS));
                    } else if (isReading) {
                        waiting.add(() -> then.accept(News.NONE));
                    } else {
                        then.accept(News.NONE);
                    }
                });
    }

    /** Returns the links of a tree by path. */
    private static Set<String> links(UnitTree tree) {
        var links = new HashSet<String>();
        for (UnitDirectory directory : tree.directories()) {
            if (!isOfRoot(directory.place())) {
                addLinks(links, directory.place().path(), directory.entries());
            }
        }
        return links;
    }

    private static void addLinks(Set<String> links, String path, Map<String, Entry> entries) {
        entries.forEach((name, entry) -> {
            if (entry instanceof Entry.Link(String target, Entry _)) {
                links.add(path + "/" + name + " -> " + target);
            } else if (entry instanceof Entry.Directory(var below)) {
                addLinks(links, path + "/" + name, below);
            }
        });
    }
}
