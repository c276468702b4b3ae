package hearth.nix.declaration;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A unit declared the way of home-manager: sections and directives by their own names.
 *
 * @param option the option that declares it, to be named in messages: {@code
 *     systemd.user.services.hello}
 * @param name the file's name with its suffix, not checked
 * @param position where it is declared
 * @param sections by name, such as {@code Service}
 */
public record HomeUnit(
        String option, String name, Position position, SortedMap<String, Section> sections) {
    public HomeUnit {
        sections = Collections.unmodifiableSortedMap(new TreeMap<>(sections));
    }
}
