package hearth.nix.render;

import hearth.nix.declaration.Located;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A section to which options add what they stand for, by the rule of NixOS' {@code unitOption}:
 * where one definition is a list all of them are joined, else they must agree.
 */
final class SectionDraft {
    private final String option;
    private final SortedMap<String, Located<Value>> settings;
    private final Problems problems;

    /**
     * Begins with what is declared by the directives' own names.
     *
     * @param option where that is declared, such as {@code systemd.user.services.x.unitConfig}
     */
    SectionDraft(String option, Section declared, Problems problems) {
        this.option = option;
        settings = new TreeMap<>(declared.settings());
        this.problems = problems;
    }

    /** Adds what another option defines, in front of what is there. */
    void define(String key, Value value, Located<?> source, String sourceOption) {
        Located<Value> declared = settings.get(key);
        if (declared == null) {
            settings.put(key, new Located<>(value, source.position()));
        } else if (value instanceof Value.Many || declared.value() instanceof Value.Many) {
            List<Value.Scalar> all = new ArrayList<>(value.scalars());
            all.addAll(declared.value().scalars());
            settings.put(key, new Located<>(new Value.Many(all), declared.position()));
        } else if (!value.equals(declared.value())) {
            problems.error(
                    declared.position(),
                    option + "." + key,
                    "has conflicting definitions: "
                            + sourceOption
                            + " defines it as well, at "
                            + source.position());
        }
    }

    /** Writes all directives. */
    void write(StringBuilder text) {
        settings.forEach((key, value) -> Scalars.write(text, key, value.value()));
    }
}
