package hearth.nix.render;

import hearth.nix.declaration.Located;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.Value;
import java.util.SortedMap;

/**
 * Files as home-manager writes them: sections and keys sorted, an empty line between sections, a
 * line for each element of a list; what is {@code null}, an empty list or an empty section is left
 * out.
 */
final class HomeText {
    private HomeText() {}

    /** Returns the text of sections by name. */
    static String write(SortedMap<String, Section> sections) {
        StringBuilder text = new StringBuilder();
        sections.forEach((name, section) -> {
            StringBuilder lines = new StringBuilder();
            section.settings().forEach((key, value) -> writeUnlessNull(lines, key, value));
            if (section.settings().values().stream().anyMatch(HomeText::says)) {
                text.append(text.isEmpty() ? "[" : "\n[").append(name).append("]\n").append(lines);
            }
        });
        return text.toString();
    }

    private static void writeUnlessNull(StringBuilder lines, String key, Located<Value> value) {
        if (says(value)) {
            Scalars.write(lines, key, value.value());
        }
    }

    private static boolean says(Located<Value> value) {
        return !(value.value() instanceof Value.Null) && !value.value().scalars().isEmpty();
    }
}
