package hearth.manager.table;

import hearth.manager.cause.Cause;
import hearth.manager.graph.UnitEdge;
import hearth.unit.Dependency;
import hearth.unit.DependencyType;
import hearth.unit.UnitName;
import hearth.unit.load.WrittenLine;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where units' files say what has consequences. They are looked into when something is written
 * down, since by the time that somebody asks they may say something else.
 */
public final class Places {
    /** What directives say of other units, as opposed to its inverse. */
    private static final Set<UnitEdge> WRITTEN =
            Arrays.stream(DependencyType.values()).map(UnitEdge::of).collect(Collectors.toSet());

    /** Characters of a value that are kept of a rule: a condition's may be as long as a line. */
    private static final int VALUE_MAX = 256;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Definitions definitions;

    /** What was looked for last: a target with thousands of units is asked for each of them. */
    private Optional<Looked> last = Optional.empty();

    private record Looked(UnitEntry unit, String directive, Map<String, String> places) {}

    /** Makes a view of where definitions come from. */
    public Places(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Files may change from now on. */
    public void forget() {
        last = Optional.empty();
    }

    /** Returns that a unit is related to another, and where that is written. */
    public Cause because(UnitEntry cause, UnitEdge relation, UnitEntry whom) {
        return new Cause.ByUnit(cause.id(), relation.wireName(), of(cause, relation, whom));
    }

    private String of(UnitEntry cause, UnitEdge relation, UnitEntry whom) {
        if (relation == UnitEdge.TRIGGERS) {
            return ofTrigger(cause);
        }
        if (WRITTEN.contains(relation)) {
            return said(cause, relation, whom);
        }
        UnitEdge inverse = relation.inverse();
        return WRITTEN.contains(inverse) && mayHave(whom, inverse)
                ? said(whom, inverse, cause)
                : "";
    }

    /**
     * Most edges are nobody's words: a service that nothing is written of conflicts with the end.
     */
    private static boolean mayHave(UnitEntry unit, UnitEdge edge) {
        for (Dependency dependency : unit.dependencies()) {
            if (UnitEdge.of(dependency.type()) == edge) {
                return true;
            }
        }
        return false;
    }

    private String ofTrigger(UnitEntry unit) {
        return lastOf(written(unit, "Unit"))
                .or(() -> lastOf(written(unit, "Service")))
                .map(WrittenLine::place)
                .or(unit::fragmentPath)
                .orElse("");
    }

    private static Optional<WrittenLine> lastOf(List<WrittenLine> lines) {
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
    }

    private String said(UnitEntry unit, UnitEdge edge, UnitEntry named) {
        String directive = edge.wireName();
        Map<String, String> places =
                last.filter(looked -> looked.unit() == unit && looked.directive().equals(directive))
                        .orElseGet(() -> look(unit, directive))
                        .places();
        return named.names().stream()
                .flatMap(name -> Optional.ofNullable(places.get(name)).stream())
                .findFirst()
                .orElse("");
    }

    private Looked look(UnitEntry unit, String directive) {
        Map<String, String> places = new HashMap<>();
        for (WrittenLine line : written(unit, directive)) {
            for (String word : BLANKS.split(line.value(), -1)) {
                String meant =
                        word.indexOf('%') < 0 ? word : definitions.meaningOf(unit.name(), word);
                places.putIfAbsent(meant, line.place());
                UnitName.parse(meant)
                        .flatMap(name -> name.asNamedBy(unit.name()))
                        .ifPresent(name -> places.putIfAbsent(name.text(), line.place()));
            }
        }
        var looked = new Looked(unit, directive, places);
        last = Optional.of(looked);
        return looked;
    }

    private List<WrittenLine> written(UnitEntry unit, String directive) {
        return definitions.written(unit.name(), directive);
    }

    /** Returns that a unit's own setting says so. */
    public Cause.ByRule rule(UnitEntry unit, String setting) {
        return lastOf(written(unit, setting))
                .map(line ->
                        new Cause.ByRule(setting, shortened(line.value().strip()), line.place()))
                .orElseGet(() -> new Cause.ByRule(setting, "", ""));
    }

    /**
     * Returns that one of several lines of a setting says so.
     *
     * @param value as it is taken, specifiers resolved
     */
    public Cause.ByRule rule(UnitEntry unit, String setting, String value) {
        for (WrittenLine line : written(unit, setting)) {
            String meant = definitions.meaningOf(unit.name(), line.value().strip());
            if (meant.equals(value)) {
                return new Cause.ByRule(setting, shortened(value), line.place());
            }
        }
        return new Cause.ByRule(setting, shortened(value), "");
    }

    private static String shortened(String value) {
        return value.length() <= VALUE_MAX ? value : value.substring(0, VALUE_MAX) + "...";
    }
}
