package hearth.nix;

import hearth.nix.declaration.Declarations;
import hearth.unit.Diagnostic;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes files in the Nix language to what they declare. */
public interface DeclarationReader {

    /**
     * Evaluates files and merges what they declare. Whatever they say, it does not throw: what is
     * wrong is told in the outcome.
     */
    Outcome read(Request request);

    /**
     * What to read, and how.
     *
     * @param files modules, merged in this order; not empty
     * @param user whose home home-manager's options are about, where one is known
     * @param isStrict whether an option that means nothing here is an error
     * @param packageMap where packages are that the host has elsewhere, by their attribute's name
     * @param readable directories that may be read beside those of the files
     * @param isRoot whether it is done as root, which refuses files that others may write
     */
    record Request(
            List<Path> files,
            Optional<User> user,
            boolean isStrict,
            SortedMap<String, Path> packageMap,
            List<Path> readable,
            boolean isRoot) {
        public Request {
            files = List.copyOf(files);
            readable = List.copyOf(readable);
            packageMap = Collections.unmodifiableSortedMap(new TreeMap<>(packageMap));
        }
    }

    /**
     * A user as declarations may ask: {@code config.home.username}, {@code
     * config.home.homeDirectory}.
     *
     * @param name the account's name
     * @param home the account's directory
     */
    record User(String name, Path home) {}

    /**
     * What came of it.
     *
     * @param declarations as far as they were understood
     * @param diagnostics in the order of the files; an error means that nothing is to be applied. A
     *     message begins with the option's path where it is about one
     * @param sources the texts of all files read, by the names that diagnostics have, to show lines
     */
    record Outcome(
            Declarations declarations,
            List<Diagnostic> diagnostics,
            SortedMap<String, String> sources) {
        public Outcome {
            diagnostics = List.copyOf(diagnostics);
            sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        }

        /** Returns whether anything is wrong enough that nothing may be applied. */
        public boolean hasErrors() {
            return diagnostics.stream()
                    .anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
        }
    }
}
