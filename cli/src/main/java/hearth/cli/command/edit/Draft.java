package hearth.cli.command.edit;

import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.files.DiskTree;
import hearth.cli.command.files.UnitCheck;
import hearth.cli.command.files.UnitPlaces;
import hearth.unit.Diagnostic;
import hearth.unit.UnitName;
import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file that is to take another's place: it lies beside it, so that it can be renamed.
 *
 * @param unit whose file it is
 * @param target which file: the unit's own, or a drop-in
 * @param copy where it lies until then
 * @param places where the unit's other files are
 */
record Draft(UnitName unit, Path target, Path copy, UnitPlaces places) {
    /** What is below this line is there to be read, and left out. */
    static final String MARK = "### What is below this line is left out: the unit as it is now";

    /** Begins a draft with a text. */
    static Draft of(UnitName unit, Path target, UnitPlaces places, String text)
            throws CommandFailure {
        // The name of no unit, which managers pass over.
        Path copy =
                target.resolveSibling(
                        ".#" + target.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(target.resolveSibling("."));
            Files.writeString(copy, text);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "cannot write " + copy + ": " + e.getMessage());
        }
        return new Draft(unit, target, copy, places);
    }

    /** Returns what it says, without what is below the mark. */
    String text() throws IOException {
        return text(new String(Files.readAllBytes(copy), StandardCharsets.UTF_8));
    }

    /** Returns what a file's text says, as it is written down. */
    static String text(String text) {
        int mark = text.indexOf(MARK);
        String kept = (mark < 0 ? text : text.substring(0, mark)).strip();
        return kept.isEmpty() ? "" : kept + "\n";
    }

    /** Returns what the manager would say of the unit with this text in the file's place. */
    List<Diagnostic> check(String text) {
        UnitTree tree = DiskTree.read(places.places());
        var directories = new ArrayList<UnitDirectory>();
        for (UnitDirectory directory : tree.directories()) {
            Path place = Path.of(directory.place().path());
            directories.add(
                    target.startsWith(place)
                            ? with(directory, place.relativize(target), text)
                            : directory);
        }
        return UnitCheck.of(unit, new UnitTree(directories), places.specifiers()).said().stream()
                .filter(said -> said.file().equals(target.toString()))
                .toList();
    }

    private static UnitDirectory with(UnitDirectory directory, Path inside, String text) {
        Entry file = new Entry.File(UnitFile.parse(text), 0);
        Map<String, Entry> entries = new HashMap<>(directory.entries());
        String first = inside.getName(0).toString();
        if (inside.getNameCount() == 1) {
            entries.put(first, file);
        } else {
            Map<String, Entry> dropIns =
                    new HashMap<>(
                            entries.get(first) instanceof Entry.Directory(Map<String, Entry> known)
                                    ? known
                                    : Map.of());
            dropIns.put(inside.getName(1).toString(), file);
            entries.put(first, new Entry.Directory(dropIns));
        }
        return UnitDirectory.of(directory.place(), entries);
    }

    /** Puts it in the file's place. */
    void place(String text) throws IOException {
        Files.writeString(copy, text);
        Files.move(
                copy, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what is left of it, and a directory that was made for it alone. */
    void drop() throws IOException {
        Files.deleteIfExists(copy);
        Path directory = target.resolveSibling(".").normalize();
        if (directory.toString().endsWith(".d") && isEmpty(directory)) {
            Files.deleteIfExists(directory);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var listing = Files.newDirectoryStream(directory)) {
            return !listing.iterator().hasNext();
        }
    }
}
