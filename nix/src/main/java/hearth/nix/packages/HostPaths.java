package hearth.nix.packages;

import hearth.nix.Machine;
import hearth.nix.declaration.WrittenFile;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Puts the machine's own paths in the place of what stands for packages. */
final class HostPaths {
    private static final List<Path> PREFIXES = List.of(Path.of("/usr"), Path.of("/usr/local"));

    private final Machine machine;
    private final SortedMap<String, Path> map;
    private final Map<String, HostPackage> byDigest = new HashMap<>();
    private final Map<HostPackage, List<Position>> places = new HashMap<>();
    private final Map<String, Optional<Path>> programs = new HashMap<>();

    /**
     * Knows where packages are.
     *
     * @param map where those are that the machine has elsewhere, by their attribute
     */
    HostPaths(Machine machine, SortedMap<String, Path> map) {
        this.machine = machine;
        this.map = map;
    }

    /** Notes that a program names a package. */
    void note(HostPackage named, Position place) {
        byDigest.put(named.digest(), named);
        places.computeIfAbsent(named, absent -> new ArrayList<>()).add(place);
    }

    /**
     * Returns a text with the machine's paths.
     *
     * @param definition where the text is defined, to tell which mention of a package it is about
     * @throws NixException at the place of {@code pkgs.name} where the machine has none
     */
    String resolve(String text, Position definition) {
        int start = text.indexOf(WrittenFile.PLACEHOLDER_PREFIX);
        if (start < 0) {
            return text;
        }
        StringBuilder resolved = new StringBuilder();
        int copied = 0;
        while (start >= 0) {
            Optional<HostPackage> found = packageAt(text, start);
            int next = start + 1;
            if (found.isPresent()) {
                int end = start + found.get().token().length();
                int restEnd = restEnd(text, end);
                resolved.append(text, copied, start)
                        .append(path(found.get(), text.substring(end, restEnd), definition));
                copied = restEnd;
                next = restEnd;
            }
            start = text.indexOf(WrittenFile.PLACEHOLDER_PREFIX, next);
        }
        return resolved.append(text, copied, text.length()).toString();
    }

    /** Returns the package that a text is nothing but. */
    Optional<HostPackage> packageOf(String text) {
        return packageAt(text, 0).filter(found -> found.token().equals(text));
    }

    /** Returns where a package was said to be. */
    Optional<Path> mapped(HostPackage wanted) {
        return Optional.ofNullable(map.get(wanted.attribute()))
                .or(() -> Optional.ofNullable(map.get(wanted.name())));
    }

    /** Returns whether the machine seems to have a package. */
    boolean has(HostPackage wanted) {
        return mapped(wanted).isPresent() || program(wanted.mainProgram()).isPresent();
    }

    private Optional<Path> program(String name) {
        return programs.computeIfAbsent(name, machine::program);
    }

    private Optional<HostPackage> packageAt(String text, int start) {
        int from = start + WrittenFile.PLACEHOLDER_PREFIX.length();
        int end = from + HostPackage.DIGEST_LENGTH;
        if (end > text.length()) {
            return Optional.empty();
        }
        return Optional.ofNullable(byDigest.get(text.substring(from, end)))
                .filter(found -> text.startsWith(found.token(), start));
    }

    private static int restEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isPathCharacter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPathCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "/._+-@[".indexOf(c) >= 0;
    }

    private String path(HostPackage wanted, String rest, Position definition) {
        Optional<Path> mapped = mapped(wanted);
        if (mapped.isPresent()) {
            Path path = Path.of(mapped.get() + rest);
            if (!machine.exists(path)) {
                throw missing(wanted, "there is no " + path, definition);
            }
            return path.toString();
        }
        String program = below(rest, "/bin/").or(() -> below(rest, "/sbin/")).orElse("");
        if (!program.isEmpty()) {
            return program(program)
                    .orElseThrow(() ->
                            missing(
                                    wanted,
                                    "this machine has no program \"" + program + "\"",
                                    definition))
                    .toString();
        }
        if (rest.equals("/bin") || rest.equals("/sbin")) {
            Path found =
                    program(wanted.mainProgram())
                            .orElseThrow(() ->
                                    missing(
                                            wanted,
                                            "this machine has no program \""
                                                    + wanted.mainProgram()
                                                    + "\"",
                                            definition));
            return String.valueOf(found.getParent());
        }
        if (rest.isEmpty() || rest.equals("/")) {
            throw missing(wanted, "packages have no directory of their own here", definition);
        }
        for (Path prefix : PREFIXES) {
            Path path = Path.of(prefix + rest);
            if (machine.exists(path)) {
                return path.toString();
            }
        }
        throw missing(wanted, "this machine has no /usr" + rest, definition);
    }

    private static Optional<String> below(String rest, String directory) {
        return rest.startsWith(directory)
                        && rest.length() > directory.length()
                        && rest.indexOf('/', directory.length()) < 0
                ? Optional.of(rest.substring(directory.length()))
                : Optional.empty();
    }

    private NixException missing(HostPackage wanted, String why, Position definition) {
        return new NixException(
                NixException.Kind.FAILED,
                wanted.written()
                        + ": "
                        + why
                        + "; install it, or say where it is with --map "
                        + wanted.attribute()
                        + "=/DIRECTORY",
                place(wanted, definition));
    }

    /** Returns the mention that follows the definition, else the first one. */
    private Position place(HostPackage wanted, Position definition) {
        Position nearest = Position.NONE;
        List<Position> mentions = places.getOrDefault(wanted, List.of());
        for (Position mention : mentions) {
            boolean follows =
                    mention.source().equals(definition.source())
                            && mention.offset() >= definition.offset();
            if (follows && (!nearest.isKnown() || mention.offset() < nearest.offset())) {
                nearest = mention;
            }
        }
        if (nearest.isKnown()) {
            return nearest;
        }
        return mentions.isEmpty() ? definition : mentions.getFirst();
    }
}
