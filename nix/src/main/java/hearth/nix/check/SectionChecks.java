package hearth.nix.check;

import hearth.nix.declaration.Located;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.Value;
import hearth.nix.render.Problems;
import hearth.unit.UnitType;
import hearth.unit.catalogue.Catalogue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the directives of a section are known, and mean what they seem to. */
final class SectionChecks {
    private static final Set<String> SWITCH_METHODS =
            Set.of("reload", "restart", "stop-start", "keep-old");

    private final UnitType type;
    private final Problems problems;

    SectionChecks(UnitType type, Problems problems) {
        this.type = type;
        this.problems = problems;
    }

    /**
     * Checks a section.
     *
     * @param name without brackets
     * @param option where it is declared
     */
    void check(String name, Section section, String option) {
        if (name.startsWith("X-") || section.isEmpty()) {
            return;
        }
        if (!type.hasSection(name)) {
            Located<Value> first = section.settings().firstEntry().getValue();
            problems.warn(
                    first.position(),
                    option,
                    "a "
                            + type.wireName()
                            + " has no section ["
                            + name
                            + "]"
                            + Nearest.hint(name, sections()));
            return;
        }
        Set<String> known = Catalogue.names(type, name);
        section.settings()
                .forEach((key, value) -> {
                    String path = option + "." + key;
                    if (!known.contains(key) && !key.startsWith("X-")) {
                        problems.warn(
                                value.position(),
                                path,
                                "["
                                        + name
                                        + "] has no directive "
                                        + key
                                        + "="
                                        + Nearest.hint(key, known)
                                        + elsewhere(key));
                    }
                    meaning(key, value, path);
                });
    }

    private List<String> sections() {
        return List.of("Unit", "Install", type.section());
    }

    private String elsewhere(String key) {
        Set<String> sections =
                sections().stream()
                        .filter(section -> Catalogue.names(type, section).contains(key))
                        .collect(Collectors.toCollection(TreeSet::new));
        return sections.isEmpty() ? "" : " (it belongs in [" + String.join("], [", sections) + "])";
    }

    private void meaning(String key, Located<Value> value, String path) {
        switch (key) {
            case "ConditionUser", "AssertUser" -> conditionUser(key, value, path);
            case "User", "Group" ->
                    problems.warn(
                            value.position(),
                            path,
                            "a user's manager cannot become somebody else: it works only for the"
                                    + " user's own "
                                    + key.toLowerCase(Locale.ROOT));
            case "X-SwitchMethod" -> switchMethod(value, path);
            default -> {}
        }
    }

    private void conditionUser(String key, Located<Value> value, String path) {
        for (String text : texts(value.value())) {
            int bar = text.indexOf('|', 1);
            if (bar > 0) {
                String instead =
                        Arrays.stream(text.split("\\|", -1))
                                .filter(user -> !user.isBlank())
                                .map(user -> "\"|" + user.strip() + "\"")
                                .collect(Collectors.joining(" "));
                problems.warn(
                        value.position(),
                        path,
                        "\""
                                + text
                                + "\" is one user's name and never matches; for either of them write "
                                + key
                                + " = [ "
                                + instead
                                + " ]");
            }
        }
    }

    private void switchMethod(Located<Value> value, String path) {
        texts(value.value()).stream()
                .filter(method -> !SWITCH_METHODS.contains(method))
                .forEach(method ->
                        problems.error(
                                value.position(),
                                path,
                                "\""
                                        + method
                                        + "\" is not one of "
                                        + String.join(", ", new TreeSet<>(SWITCH_METHODS))
                                        + Nearest.hint(method, SWITCH_METHODS)));
    }

    private static List<String> texts(Value value) {
        return value.scalars().stream().map(SectionChecks::text).flatMap(Optional::stream).toList();
    }

    private static Optional<String> text(Value.Scalar scalar) {
        return scalar instanceof Value.Text(String text) ? Optional.of(text) : Optional.empty();
    }
}
