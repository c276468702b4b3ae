package hearth.unit.trigger;

import hearth.unit.value.WireName;
import java.util.Optional;

/**
 * Something about a path that starts a unit.
 *
 * @param kind what about it
 * @param path absolute; a pattern for {@link Kind#EXISTS_GLOB}
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.path.5.html">systemd.path(5)</a>
 */
public record PathWatch(Kind kind, String path) {
    /** What about a path; its wire name is the directive's and the property's. */
    public enum Kind implements WireName {
        EXISTS("PathExists"),
        EXISTS_GLOB("PathExistsGlob"),
        /** It has been changed, and closed after writing. */
        CHANGED("PathChanged"),
        /** It has been changed, also by a single write. */
        MODIFIED("PathModified"),
        DIRECTORY_NOT_EMPTY("DirectoryNotEmpty");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        @Override
        public String wireName() {
            return wireName;
        }

        /** Returns the kind of a directive. */
        public static Optional<Kind> ofDirective(String directive) {
            for (Kind kind : values()) {
                if (kind.wireName.equals(directive)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }
}
