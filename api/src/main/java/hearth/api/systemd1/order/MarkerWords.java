package hearth.api.systemd1.order;

import hearth.api.systemd1.view.Failure;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.manager.UnitMarker;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The value of {@code Markers=} in a call, as it is read: markers that take the place of what was
 * noted, or such with a sign that are added to it and taken away.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), Markers</a>
 */
final class MarkerWords {
    private final Set<UnitMarker> added = EnumSet.noneOf(UnitMarker.class);
    private final Set<UnitMarker> removed = EnumSet.noneOf(UnitMarker.class);
    private boolean isAbsolute;
    private boolean isRelative;
    private Optional<Failure> failure = Optional.empty();

    void read(MessageReader in) {
        in.strings().forEach(this::read);
        if (isAbsolute && isRelative) {
            refuse("Bad marker syntax.");
        }
    }

    private void read(String word) {
        boolean isSigned = word.startsWith("+") || word.startsWith("-");
        isRelative |= isSigned;
        isAbsolute |= !isSigned;
        String name = isSigned ? word.substring(1) : word;
        UnitMarker.ofWireName(name)
                .ifPresentOrElse(
                        marker -> note(marker, word.startsWith("-")),
                        () -> refuse("Unknown marker \"" + name + "\"."));
    }

    private void note(UnitMarker marker, boolean isRemoved) {
        (isRemoved ? removed : added).add(marker);
        (isRemoved ? added : removed).remove(marker);
    }

    private void refuse(String text) {
        failure = failure.or(() -> Optional.of(new Failure(ErrorName.BAD_UNIT_SETTING, text)));
    }

    /** Returns whether anything was read. */
    boolean isEmpty() {
        return !isAbsolute && !isRelative;
    }

    /** Returns what is wrong with what was read. */
    Optional<Failure> failure() {
        return failure;
    }

    /** Returns what is noted afterwards. */
    Set<UnitMarker> appliedTo(Set<UnitMarker> before) {
        Set<UnitMarker> after = EnumSet.noneOf(UnitMarker.class);
        if (!isAbsolute) {
            after.addAll(before);
            after.removeAll(removed);
        }
        after.addAll(added);
        return after;
    }
}
