package hearth.nix.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree of texts that are given to it.
 *
 * @param files the content by absolute path; a directory is there where a file lies below it
 */
public record TextTree(SortedMap<String, String> files) implements SourceTree {
    /** Returns a tree without any file. */
    public static TextTree empty() {
        return new TextTree(new TreeMap<>());
    }

    /** Returns a tree of these files. */
    public static TextTree of(Map<String, String> files) {
        return new TextTree(new TreeMap<>(files));
    }

    @Override
    public Optional<Kind> kind(String path) {
        if (files.containsKey(path)) {
            return Optional.of(Kind.REGULAR);
        }
        String inside = path.endsWith("/") ? path : path + "/";
        SortedMap<String, String> after = files.tailMap(inside);
        return !after.isEmpty() && after.firstKey().startsWith(inside)
                ? Optional.of(Kind.DIRECTORY)
                : Optional.empty();
    }

    @Override
    public String resolve(String path) throws IOException {
        if (kind(path).isEmpty()) {
            throw new NoSuchFileException(path);
        }
        return path;
    }

    @Override
    public byte[] read(String path) throws IOException {
        String text = files.get(path);
        if (text == null) {
            throw new NoSuchFileException(path);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, Kind> list(String path) throws IOException {
        String inside = path.endsWith("/") ? path : path + "/";
        Map<String, Kind> entries = new TreeMap<>();
        for (String file : files.tailMap(inside).keySet()) {
            if (!file.startsWith(inside)) {
                break;
            }
            int slash = file.indexOf('/', inside.length());
            String name = file.substring(inside.length(), slash < 0 ? file.length() : slash);
            entries.put(name, slash < 0 ? Kind.REGULAR : Kind.DIRECTORY);
        }
        if (entries.isEmpty()) {
            throw new NoSuchFileException(path);
        }
        return entries;
    }
}
