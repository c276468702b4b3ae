package hearth.manager;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client notes about a unit that runs, for {@code EnqueueMarkedJobs}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), Markers</a>
 */
public enum UnitMarker {
    NEEDS_RELOAD("needs-reload"),
    NEEDS_RESTART("needs-restart");

    private final String wireName;

    UnitMarker(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }

    /** Returns the others of these. */
    public Set<UnitMarker> outOf(Set<UnitMarker> markers) {
        return markers.contains(this)
                ? markers.stream()
                        .filter(marker -> marker != this)
                        .collect(Collectors.toUnmodifiableSet())
                : markers;
    }

    /** Returns the marker of this word. */
    public static Optional<UnitMarker> ofWireName(String word) {
        for (UnitMarker marker : values()) {
            if (marker.wireName.equals(word)) {
                return Optional.of(marker);
            }
        }
        return Optional.empty();
    }
}
