package hearth.nix.reader;

import hearth.nix.DeclarationReader;
import hearth.nix.Machine;
import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.Position;
import hearth.nix.evaluation.Limits;
import hearth.nix.evaluation.World;
import hearth.nix.language.Interpreter;
import hearth.nix.render.Problems;
import hearth.nix.schema.Mistakes;
import hearth.nix.schema.Places;
import hearth.nix.schema.Reading;
import hearth.nix.source.DiskTree;
import hearth.nix.source.NixException;
import hearth.unit.Diagnostic;
import hearth.unit.Diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads modules in the Nix language as NixOS and home-manager read them, with an evaluator and a
 * module system of our own. It reads files below the directories of those that it is given, and
 * below those that it is allowed to, and nothing else; it runs nothing.
 *
 * @param machine where packages' programs are looked for
 * @param workingDirectory files below it are named from there in messages; absolute
 */
public record ModuleReader(Machine machine, Path workingDirectory) implements DeclarationReader {
    /** Reads for a machine, and names files from this process's directory. */
    public ModuleReader(Machine machine) {
        this(machine, Path.of("").toAbsolutePath());
    }

    @Override
    public Outcome read(Request request) {
        var places = new Places(workingDirectory);
        var problems = new Problems();
        Path first = request.files().getFirst();
        RecordingTree files;
        try {
            files = tree(request);
        } catch (IOException e) {
            problems.add(
                    Severity.ERROR,
                    new Position(places.file(first.toAbsolutePath().toString()), 0, 0),
                    "imports",
                    "cannot read a directory: " + e.getMessage());
            return new Outcome(Declarations.NONE, problems.all(), new TreeMap<>());
        }
        World world = World.of(files, message -> said(message, problems));
        Declarations declared;
        try {
            declared =
                    Interpreter.run(
                            world,
                            Limits.DEFAULT,
                            interpreter ->
                                    new Reading(interpreter, machine, request, problems, places)
                                            .read());
        } catch (NixException e) {
            String file = places.file(first.toAbsolutePath().normalize().toString());
            problems.add(Mistakes.diagnostic(e, places, file));
            declared = Declarations.NONE;
        }
        SortedMap<String, String> sources = new TreeMap<>();
        files.texts().forEach((path, text) -> sources.put(places.file(path), text));
        return new Outcome(declared, inOrder(problems, files, places), sources);
    }

    /** Returns what is to be said in the order of the files, and of their lines. */
    private static List<Diagnostic> inOrder(Problems problems, RecordingTree files, Places places) {
        List<String> names = files.paths().stream().map(places::file).toList();
        return problems.all().stream()
                .sorted(
                        Comparator.comparingInt((Diagnostic said) -> names.indexOf(said.file()))
                                .thenComparingInt(Diagnostic::line)
                                .thenComparingInt(Diagnostic::column))
                .toList();
    }

    private static RecordingTree tree(Request request) throws IOException {
        Set<Path> directories = new LinkedHashSet<>();
        for (Path file : request.files()) {
            Path directory = file.toAbsolutePath().normalize().getParent();
            directories.add(directory == null ? Path.of("/") : directory);
        }
        request.readable().forEach(path -> directories.add(path.toAbsolutePath().normalize()));
        return new RecordingTree(
                new DiskTree(new ArrayList<>(directories)),
                request.isRoot() ? Optional.of(new FileTrust(0)) : Optional.empty());
    }

    /** What a program says by {@code builtins.trace} and {@code lib.warn}. */
    private static void said(String message, Problems problems) {
        boolean isWarning = message.startsWith("warning: ");
        problems.add(
                new Diagnostic(
                        "",
                        0,
                        0,
                        isWarning ? Severity.WARNING : Severity.NOTICE,
                        isWarning ? message.substring("warning: ".length()) : message));
    }
}
