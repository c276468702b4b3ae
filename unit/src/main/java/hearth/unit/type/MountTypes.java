package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.syntax.Words;
import hearth.unit.value.sandbox.BindPath;
import hearth.unit.value.sandbox.TemporaryDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The types of what a process would find mounted.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     BindPaths= and TemporaryFileSystem=</a>
 */
public final class MountTypes {
    /** MS_REC of mount(2), as clients see and set it. */
    private static final long RECURSIVE = 16_384;

    /** {@code BindPaths=} and its like. */
    public static final ValueType<List<BindPath>> BINDS =
            BasicTypes.listOf(
                    "paths to bind",
                    MountTypes::parseBind,
                    Merge.append(),
                    Wire.list("a(ssbt)", MountTypes::shownBinds, MountTypes::bindText));

    /** {@code TemporaryFileSystem=}. */
    public static final ValueType<List<TemporaryDirectory>> TEMPORARY_DIRECTORIES =
            BasicTypes.listOf(
                    "file systems in memory",
                    MountTypes::parseTemporary,
                    Merge.append(),
                    Wire.list("a(ss)", MountTypes::shownTemporaries, MountTypes::temporaryText));

    private MountTypes() {}

    private static Optional<BindPath> parseBind(String word, Reading reading) {
        List<String> parts = parts(word);
        if (parts.size() > 3) {
            reading.warn("'" + word + "' has too many parts, ignored");
            return Optional.empty();
        }
        String options = parts.size() == 3 ? parts.get(2) : "rbind";
        boolean isRecursive = options.isEmpty() || options.equals("rbind");
        if (!isRecursive && !options.equals("norbind")) {
            reading.warn("'" + options + "' is neither rbind nor norbind, ignored");
            return Optional.empty();
        }
        boolean mayBeMissing = word.startsWith("-");
        String written = parts.getFirst().substring(mayBeMissing ? 1 : 0);
        Optional<String> source = path(written, reading);
        Optional<String> destination = parts.size() == 1 ? source : path(parts.get(1), reading);
        return source.isEmpty() || destination.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new BindPath(source.get(), destination.get(), mayBeMissing, isRecursive));
    }

    private static Optional<String> path(String text, Reading reading) {
        return reading.resolve(text).flatMap(path -> BasicTypes.absolute(path, reading));
    }

    /** Parts at colons; one behind a backslash is part of a path. */
    private static List<String> parts(String word) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\\' && i + 1 < word.length()) {
                part.append(word.charAt(++i));
            } else if (c == ':') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static Object shownBinds(List<BindPath> binds) {
        return binds.stream()
                .map(bind ->
                        List.of(
                                bind.source(),
                                bind.destination(),
                                bind.mayBeMissing(),
                                bind.isRecursive() ? RECURSIVE : 0))
                .toList();
    }

    private static String bindText(Object member) {
        List<?> fields = (List<?>) member;
        long flags = ((Number) fields.get(3)).longValue();
        if (flags != 0 && flags != RECURSIVE) {
            throw new IllegalArgumentException("unknown flags " + flags);
        }
        String source = required(fields.getFirst());
        return ((Boolean) fields.get(2) ? "-" : "")
                + escaped(source)
                + ":"
                + escaped(required(fields.get(1)))
                + (flags == 0 ? ":norbind" : ":rbind");
    }

    /** Returns a path with all marked that would part it. */
    private static String escaped(String path) {
        return Words.quote(Wire.literal(path)).replace(":", "\\:");
    }

    private static String required(Object path) {
        BasicTypes.problemOfAbsolute(path.toString())
                .ifPresent(problem -> {
                    throw new IllegalArgumentException(problem);
                });
        return path.toString();
    }

    private static Optional<TemporaryDirectory> parseTemporary(String word, Reading reading) {
        int colon = word.indexOf(':');
        String options = colon < 0 ? "" : word.substring(colon + 1);
        return path(colon < 0 ? word : word.substring(0, colon), reading)
                .map(path -> new TemporaryDirectory(path, options));
    }

    private static Object shownTemporaries(List<TemporaryDirectory> directories) {
        return directories.stream()
                .map(directory -> List.of(directory.path(), directory.options()))
                .toList();
    }

    private static String temporaryText(Object member) {
        List<?> fields = (List<?>) member;
        String path = required(fields.getFirst());
        if (path.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + path + "' has a colon in it");
        }
        return Words.quote(Wire.literal(path) + ":" + fields.get(1));
    }
}
