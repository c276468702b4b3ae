package hearth.nix.apply;

import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.generation.DeclarationName;
import hearth.nix.generation.DiskReader;
import hearth.nix.generation.Generation;
import hearth.nix.generation.GenerationStore;
import hearth.nix.generation.Layout;
import hearth.nix.generation.Manifest;
import hearth.nix.generation.StateLock;
import hearth.nix.plan.FileChange;
import hearth.nix.plan.FilePlan;
import hearth.nix.plan.LingerPlan;
import hearth.nix.plan.Refusal;
import hearth.nix.plan.SwitchPlan;
import hearth.nix.render.Directory;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.RenderedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose files declarations of one name are: root's, for everybody, or one user's.
 *
 * <p>Applying is: change all files or none, and say so in the manifest; stop, by definitions that
 * are still loaded, what is gone or changed; linger; have managers read units again; reload,
 * restart, start.
 */
public final class Owner {
    private final Layout layout;
    private final DeclarationName name;
    private final GenerationStore store;
    private final Switcher switcher;
    private final InstantSource clock;

    /**
     * Creates an owner.
     *
     * @param layout where the files lie
     * @param name of the declarations
     * @param switcher what reaches the running managers
     * @param clock when it is
     */
    public Owner(Layout layout, DeclarationName name, Switcher switcher, InstantSource clock) {
        this.layout = layout;
        this.name = name;
        this.switcher = switcher;
        this.clock = clock;
        store = new GenerationStore(layout, name);
    }

    /** Returns what was applied before. */
    public GenerationStore store() {
        return store;
    }

    /** Returns where a file lies, for people. */
    public String path(FileName name) {
        return layout.path(name).map(Path::toString).orElseGet(name::toString);
    }

    /**
     * Takes the right to change anything.
     *
     * @param holder who, to be told to whoever comes second
     * @throws IOException where somebody else has it, or the state directory cannot be used
     */
    public StateLock lock(String holder) throws IOException {
        return StateLock.take(layout.state(), holder);
    }

    /** Returns what would happen; changes nothing. */
    public Prospect plan(Wish wish) throws IOException {
        FilePlan files =
                sayWhose(
                        FilePlan.of(
                                store.ours(),
                                wish.rendering().files(),
                                new DiskReader(layout),
                                wish.choices()));
        List<String> warnings = new ArrayList<>();
        OptionalInt from = unfinishedFrom();
        boolean isResuming = wish.isSwitching() && from.isPresent();
        List<UserSwitch> switches =
                isResuming || (wish.isSwitching() && !files.isEmpty())
                        ? switches(wish, files, before(files, from), warnings)
                        : List.of();
        return new Prospect(files, switches, lingerPlan(wish, warnings), isResuming, warnings);
    }

    private OptionalInt unfinishedFrom() throws IOException {
        return store.manifest().map(Manifest::unfinishedFrom).orElseGet(OptionalInt::empty);
    }

    /** What is in the way may be declared elsewhere. */
    private FilePlan sayWhose(FilePlan files) throws IOException {
        if (files.refusals().isEmpty()) {
            return files;
        }
        SortedMap<FileName, String> owners = new TreeMap<>();
        for (DeclarationName other : GenerationStore.names(layout)) {
            if (!other.equals(name)) {
                new GenerationStore(layout, other)
                        .current()
                        .ifPresent(generation ->
                                generation
                                        .files()
                                        .keySet()
                                        .forEach(file -> owners.put(file, other.text())));
            }
        }
        List<Refusal> refusals =
                files.refusals().stream().map(refusal -> sayWhose(refusal, owners)).toList();
        return new FilePlan(files.changes(), refusals, files.owned());
    }

    private static Refusal sayWhose(Refusal refusal, SortedMap<FileName, String> owners) {
        String owner = owners.get(refusal.name());
        return owner == null
                ? refusal
                : new Refusal(
                        refusal.name(),
                        refusal.position(),
                        "belongs to the declarations called " + owner,
                        refusal.isAdoptable());
    }

    private List<UserSwitch> switches(
            Wish wish,
            FilePlan files,
            SortedMap<FileName, FileContent> before,
            List<String> warnings) {
        var unitFiles = new SwitchPlan.Files(before, after(files), unitDirectory());
        List<UserSwitch> switches = new ArrayList<>();
        try {
            List<ManagedUser> running = switcher.running();
            if (running.isEmpty()) {
                warnings.add("no manager runs that could take this up now: the next one will");
            }
            for (ManagedUser user : running) {
                try (Switcher.Manager manager = switcher.open(user)) {
                    var active = manager.activeUnits(unitFiles::concern);
                    switches.add(
                            new UserSwitch(
                                    user,
                                    SwitchPlan.of(unitFiles, wish.rendering().style(), active)));
                } catch (IOException e) {
                    warnings.add("cannot ask " + user.name() + "'s manager: " + e.getMessage());
                }
            }
        } catch (IOException e) {
            warnings.add("cannot tell whose managers run: " + e.getMessage());
        }
        return switches;
    }

    /**
     * What managers may have loaded: what we wrote, and what we are about to replace; where
     * somebody was interrupted, what was there before that.
     */
    private SortedMap<FileName, FileContent> before(FilePlan files, OptionalInt unfinishedFrom)
            throws IOException {
        SortedMap<FileName, FileContent> before =
                unfinishedFrom.isPresent()
                        ? store.generation(unfinishedFrom.getAsInt())
                                .map(Generation::contents)
                                .orElseGet(TreeMap::new)
                        : after(files);
        for (FileChange change : files.changes()) {
            switch (change) {
                case FileChange.Create create -> before.remove(create.name());
                case FileChange.Replace replace -> before.put(replace.name(), replace.old());
                case FileChange.Delete delete -> before.put(delete.name(), delete.old());
            }
        }
        return before;
    }

    private static SortedMap<FileName, FileContent> after(FilePlan files) {
        SortedMap<FileName, FileContent> after = new TreeMap<>();
        files.owned().forEach((name, file) -> after.put(name, file.content()));
        return after;
    }

    private String unitDirectory() {
        return layout.path(Directory.UNITS).map(Path::toString).orElse("");
    }

    private LingerPlan lingerPlan(Wish wish, List<String> warnings) throws IOException {
        SortedSet<String> ours = lingersOfOurs();
        if (wish.lingers().isEmpty() && ours.isEmpty()) {
            return LingerPlan.NOTHING;
        }
        try {
            return LingerPlan.of(wish.lingers(), ours, this::lingers);
        } catch (UncheckedIOException e) {
            warnings.add("cannot tell who lingers: " + e.getMessage());
            return new LingerPlan(List.of(), ours, List.of());
        }
    }

    private Optional<Boolean> lingers(String user) {
        try {
            return switcher.lingers(user);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private SortedSet<String> lingersOfOurs() throws IOException {
        return store.manifest().map(Manifest::lingers).orElseGet(TreeSet::new);
    }

    /**
     * Does what was planned.
     *
     * @param lock proves that nobody else does the same
     * @return whether all of it was done; what was not has been told to {@code progress}
     * @throws IOException where files could not be changed; then nothing has changed
     */
    public boolean apply(Wish wish, Prospect prospect, StateLock lock, Progress progress)
            throws IOException {
        Objects.requireNonNull(lock);
        if (!prospect.files().refusals().isEmpty()) {
            throw new IllegalArgumentException("files of others are in the way");
        }
        SortedSet<String> lingersBefore = lingersOfOurs();
        if (isNews(wish, prospect)) {
            store.apply(
                    generation(wish, prospect),
                    prospect.files().changes(),
                    lingersBefore,
                    switchesFrom(prospect));
        }
        var execution = new Execution(switcher, progress);
        execution.stop(prospect);
        SortedSet<String> lingers = execution.linger(prospect.linger(), lingersBefore);
        store.note(lingers);
        execution.start(prospect);
        if (wish.isSwitching()) {
            store.finish();
        }
        return execution.isComplete();
    }

    private OptionalInt switchesFrom(Prospect prospect) throws IOException {
        OptionalInt unfinished = unfinishedFrom();
        if (prospect.switches().isEmpty() || unfinished.isPresent()) {
            return unfinished;
        }
        return OptionalInt.of(store.manifest().map(Manifest::generation).orElse(0));
    }

    /**
     * Takes everything away, and forgets it.
     *
     * @param prospect of {@link Wish#nothing}
     * @param lock proves that nobody else changes anything
     * @return whether all of it was done; what was not has been told to {@code progress}
     * @throws IOException where files could not be changed; then nothing has changed
     */
    public boolean remove(Prospect prospect, StateLock lock, Progress progress) throws IOException {
        Objects.requireNonNull(lock);
        SortedSet<String> lingersBefore = lingersOfOurs();
        var execution = new Execution(switcher, progress);
        store.remove(prospect.files().changes());
        execution.stop(prospect);
        execution.linger(prospect.linger(), lingersBefore);
        execution.start(prospect);
        return execution.isComplete();
    }

    /** Where only positions differ from what is kept, nothing is written at all. */
    private boolean isNews(Wish wish, Prospect prospect) throws IOException {
        if (!prospect.files().isEmpty()) {
            return true;
        }
        Optional<Generation> current = store.current();
        if (current.isEmpty()) {
            return !prospect.files().owned().isEmpty()
                    || !wish.lingers().isEmpty()
                    || !wish.homes().isEmpty();
        }
        boolean isOther =
                wish.generation().isPresent()
                        && wish.generation().get().number() != current.get().number();
        return isOther
                || !current.get().homes().equals(wish.homes())
                || !current.get().contents().equals(after(prospect.files()))
                || !wishes(current.get().lingers()).equals(wishes(wish.lingers()));
    }

    private static SortedMap<String, Boolean> wishes(List<LingerDeclaration> lingers) {
        SortedMap<String, Boolean> wishes = new TreeMap<>();
        lingers.forEach(linger -> wishes.put(linger.user(), linger.lingers()));
        return wishes;
    }

    private Generation generation(Wish wish, Prospect prospect) throws IOException {
        SortedMap<FileName, RenderedFile> owned = prospect.files().owned();
        if (wish.generation().isPresent()
                && wish.generation().get().files().keySet().equals(owned.keySet())) {
            return wish.generation().get();
        }
        return new Generation(
                store.nextNumber(),
                clock.instant(),
                wish.sources(),
                wish.rendering().style(),
                owned,
                wish.lingers(),
                wish.homes());
    }
}
