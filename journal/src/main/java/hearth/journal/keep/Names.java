package hearth.journal.keep;

import java.util.regex.Pattern;

/** How journal files are called. */
final class Names {
    static final Pattern CURRENT = Pattern.compile("([a-zA-Z0-9_-]+)\\.journal");
    static final Pattern ARCHIVED =
            Pattern.compile(
                    "([a-zA-Z0-9_-]+)@([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{16})\\.journal");
    static final Pattern DISPOSED =
            Pattern.compile("([a-zA-Z0-9_-]+)@([0-9a-f]{16})-([0-9a-f]{16})\\.journal~");

    private Names() {}
}
