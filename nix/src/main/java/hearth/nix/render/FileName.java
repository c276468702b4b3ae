package hearth.nix.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The name of a file that declarations make: never outside its directory.
 *
 * @param directory in which
 * @param path below it, such as {@code default.target.wants/hello.service}
 */
public record FileName(Directory directory, String path) implements Comparable<FileName> {
    /** What a directory entry can be, in bytes. */
    private static final int MAX_PART = 255;

    private static final Comparator<FileName> ORDER =
            Comparator.comparing(FileName::directory).thenComparing(FileName::path);

    public FileName {
        if (!isInside(path)) {
            throw new IllegalArgumentException("not a path below a directory: " + path);
        }
    }

    /** Returns whether a text is a path that stays below its directory. */
    public static boolean isInside(String path) {
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.length() > MAX_PART
                    || part.indexOf('\0') >= 0
                    || part.indexOf('\n') >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the name of a unit file, or of a link to one. */
    public static FileName unit(String path) {
        return new FileName(Directory.UNITS, path);
    }

    /** Returns the name that {@link #toString} wrote. */
    public static Optional<FileName> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !isInside(text.substring(slash + 1))) {
            return Optional.empty();
        }
        String path = text.substring(slash + 1);
        return Directory.ofWord(text.substring(0, slash))
                .map(directory -> new FileName(directory, path));
    }

    /** Returns the directories between its own and the file, the outermost first. */
    public List<String> parents() {
        List<String> parents = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            parents.add(path.substring(0, slash));
        }
        return List.copyOf(parents);
    }

    @Override
    public int compareTo(FileName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return directory.word() + "/" + path;
    }
}
