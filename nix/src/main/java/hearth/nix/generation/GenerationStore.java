package hearth.nix.generation;

import hearth.nix.plan.FileChange;
import hearth.nix.plan.FilePlan;
import hearth.nix.render.FileName;
import hearth.nix.render.RenderedFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What was applied of the declarations of one name.
 *
 * <pre>
 *   STATE/lock                      one apply at a time
 *   STATE/NAME/manifest.json        what holds now; written last
 *   STATE/NAME/pending.json         what is being made to hold; gone once it does
 *   STATE/NAME/generations/N.json   what was applied, with all contents
 *   STATE/NAME/scripts/             files that units refer to
 * </pre>
 *
 * <p>Who changes anything holds the {@link StateLock}.
 */
public final class GenerationStore {
    /** How many generations stay to go back to. */
    public static final int KEPT = 10;

    /** The largest generation: a thousand units of 64 KB; all of it is read at once. */
    private static final long MAX_BYTES = 64L << 20;

    private static final Pattern GENERATION_FILE = Pattern.compile("([1-9][0-9]{0,8})\\.json");

    private final Layout layout;
    private final Path directory;

    /** Opens what is kept; nothing is made before something is applied. */
    public GenerationStore(Layout layout, DeclarationName name) {
        this.layout = layout;
        directory = layout.state().resolve(name.text());
    }

    /** Returns the names of all declarations that were applied for an owner, sorted. */
    public static List<DeclarationName> names(Layout layout) throws IOException {
        try (Stream<Path> entries = Files.list(layout.state())) {
            return entries.filter(entry -> Files.exists(entry.resolve("manifest.json")))
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .map(DeclarationName::parse)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Returns what holds now; nothing where nothing was applied. */
    public Optional<Manifest> manifest() throws IOException {
        return read(manifestFile(), StateJson::readManifest);
    }

    /** Returns the generation whose files are there; nothing where nothing was applied. */
    public Optional<Generation> current() throws IOException {
        Optional<Manifest> manifest = manifest();
        return manifest.isPresent() ? generation(manifest.get().generation()) : Optional.empty();
    }

    /** Returns a generation that is kept. */
    public Optional<Generation> generation(int number) throws IOException {
        return read(generationFile(number), StateJson::readGeneration);
    }

    /** Returns the numbers of the generations that are kept, the oldest first. */
    public NavigableSet<Integer> numbers() throws IOException {
        NavigableSet<Integer> numbers = new TreeSet<>();
        try (Stream<Path> entries = Files.list(generations())) {
            for (Path entry : entries.toList()) {
                Matcher matcher = GENERATION_FILE.matcher(String.valueOf(entry.getFileName()));
                if (matcher.matches()) {
                    numbers.add(Integer.valueOf(matcher.group(1)));
                }
            }
        } catch (NoSuchFileException e) {
            return Collections.emptyNavigableSet();
        }
        return numbers;
    }

    /** Returns what was written before, whether or not it was written to its end. */
    public FilePlan.Ours ours() throws IOException {
        Optional<Manifest> pending = read(pendingFile(), StateJson::readManifest);
        Optional<Generation> interrupted =
                pending.isPresent() ? generation(pending.get().generation()) : Optional.empty();
        return new FilePlan.Ours(files(current()), files(interrupted));
    }

    private static SortedMap<FileName, RenderedFile> files(Optional<Generation> generation) {
        return generation.map(Generation::files).orElseGet(TreeMap::new);
    }

    /**
     * Changes files, and makes a generation the one that holds: all of it, or none.
     *
     * @param generation one that is kept already, or a new one
     * @param lingers for whom lingering was switched on here so far
     * @param unfinishedFrom the generation from which running units will be switched, which {@link
     *     #finish} says is done; empty where none are
     * @throws IOException where it failed; then nothing has changed
     */
    public void apply(
            Generation generation,
            List<FileChange> changes,
            SortedSet<String> lingers,
            OptionalInt unfinishedFrom)
            throws IOException {
        DurableFiles.makeDirectories(generations());
        var transaction = new FileTransaction(layout);
        transaction.sweep();
        boolean isNew = !numbers().contains(generation.number());
        Manifest manifest = new Manifest(generation.number(), lingers, unfinishedFrom);
        try {
            if (isNew) {
                DurableFiles.replace(
                        generationFile(generation.number()), StateJson.write(generation));
            }
            DurableFiles.replace(pendingFile(), StateJson.write(manifest));
            transaction.run(
                    changes, () -> DurableFiles.replace(manifestFile(), StateJson.write(manifest)));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(pendingFile());
            if (isNew) {
                Files.deleteIfExists(generationFile(generation.number()));
            }
            removeEmpty();
            throw e;
        }
        Files.deleteIfExists(pendingFile());
        forgetOld(generation.number());
    }

    /** Returns the number that a new generation gets. */
    public int nextNumber() throws IOException {
        NavigableSet<Integer> numbers = numbers();
        return numbers.isEmpty() ? 1 : numbers.last() + 1;
    }

    /** Notes for whom lingering is switched on here now. */
    public void note(SortedSet<String> lingers) throws IOException {
        update(manifest -> manifest.withLingers(lingers));
    }

    /** Notes that running units are switched. */
    public void finish() throws IOException {
        update(Manifest::finished);
    }

    private void update(UnaryOperator<Manifest> change) throws IOException {
        Optional<Manifest> before = manifest();
        Optional<Manifest> after = before.map(change);
        if (after.isPresent() && !after.equals(before)) {
            DurableFiles.replace(manifestFile(), StateJson.write(after.get()));
        }
    }

    /**
     * Takes files away, and forgets all generations.
     *
     * @throws IOException where it failed; then nothing has changed, or only what is forgotten
     */
    public void remove(List<FileChange> changes) throws IOException {
        var transaction = new FileTransaction(layout);
        transaction.sweep();
        transaction.run(changes, () -> Files.deleteIfExists(manifestFile()));
        Files.deleteIfExists(pendingFile());
        for (int number : numbers()) {
            Files.deleteIfExists(generationFile(number));
        }
        removeEmpty();
    }

    /** Removes the directories, unless something is in them: of ours, or of somebody else's. */
    private void removeEmpty() throws IOException {
        try {
            Files.deleteIfExists(generations());
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // in use
        }
    }

    private void forgetOld(int current) throws IOException {
        List<Integer> old = new ArrayList<>(numbers());
        old.remove(Integer.valueOf(current));
        for (int number : old.subList(0, Math.max(0, old.size() - (KEPT - 1)))) {
            Files.deleteIfExists(generationFile(number));
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(String text) throws StateException;
    }

    private static <T> Optional<T> read(Path file, Reader<T> reader) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new StateException("is larger than " + (MAX_BYTES >> 20) + " MiB");
            }
            return Optional.of(reader.read(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedInputException e) {
            throw new StateException(file + " is not UTF-8", e);
        } catch (StateException e) {
            throw new StateException(file + " " + e.getMessage(), e);
        }
    }

    private Path manifestFile() {
        return directory.resolve("manifest.json");
    }

    private Path pendingFile() {
        return directory.resolve("pending.json");
    }

    private Path generations() {
        return directory.resolve("generations");
    }

    private Path generationFile(int number) {
        return generations().resolve(number + ".json");
    }
}
