package hearth.nix.check;

import hearth.nix.declaration.Links;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.Position;
import hearth.nix.declaration.UnitRelation;
import hearth.nix.render.Problems;
import hearth.unit.UnitName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether units that are named in declarations can be, and are there. */
final class NameChecks {
    /** What NixOS takes for the name of a unit; specifiers may be part of it. */
    private static final Pattern NAME =
            Pattern.compile(
                    "[a-zA-Z0-9@%:_.\\-\\\\]+[.](service|socket|device|mount|automount|swap|target|path"
                            + "|timer|scope|slice)");

    /** Without these a unit does not start. */
    private static final Set<UnitRelation> NEEDS =
            Set.of(UnitRelation.REQUIRES, UnitRelation.BINDS_TO, UnitRelation.REQUISITE);

    /** Targets of the system's manager, and what stands for them in a user's. */
    private static final Map<String, String> SYSTEM_TARGETS =
            Map.of(
                    "multi-user.target", "default.target",
                    "graphical.target", "graphical-session.target",
                    "sysinit.target", "basic.target");

    private final KnownUnits known;
    private final Problems problems;

    NameChecks(KnownUnits known, Problems problems) {
        this.known = known;
        this.problems = problems;
    }

    /** Checks the names that a unit's links and relations have. */
    void check(NixosUnit unit) {
        Links links = unit.links();
        wanted(links.wantedBy(), unit, "wantedBy");
        wanted(links.requiredBy(), unit, "requiredBy");
        wanted(links.upheldBy(), unit, "upheldBy");
        for (Located<String> alias : links.aliases()) {
            alias(alias, unit);
        }
        if (unit.content() instanceof NixosUnit.Described(var common, var own)) {
            common.relations().forEach((relation, names) -> related(relation, names, unit));
        }
    }

    /** Checks a unit's own name, which the file has. */
    void checkOwn(String name, String option, Position position) {
        if (UnitName.isValid(name)) {
            return;
        }
        String reason =
                name.indexOf('.') < 0
                        ? " (it needs a suffix, such as .service)"
                        : " (letters, digits and :-_.\\@, then a suffix such as .service)";
        problems.error(position, option, "\"" + name + "\" is not a unit name" + reason);
    }

    /** Checks what is to start a unit. */
    void wanted(List<Located<String>> names, NixosUnit unit, String option) {
        for (Located<String> name : names) {
            String path = unit.option() + "." + option;
            if (isName(name, path)) {
                wantedBy(name, path, unit.name());
            }
        }
    }

    /** Checks one name of a unit that is to start another. */
    void wantedBy(Located<String> name, String option, String unit) {
        String insteadOf = SYSTEM_TARGETS.get(name.value());
        if (name.value().equals("multi-user.target")) {
            problems.note(
                    name.position(),
                    option,
                    "users have no multi-user.target, so systemd never starts this; Hearth takes it"
                            + " for default.target: say that");
        } else if (insteadOf != null && !known.has(name.value())) {
            problems.warn(
                    name.position(),
                    option,
                    "users have no "
                            + name.value()
                            + ", so nothing starts this; did you mean \""
                            + insteadOf
                            + "\"?");
        } else if (!known.has(name.value())) {
            problems.warn(
                    name.position(),
                    option,
                    "there is no \""
                            + name.value()
                            + "\" here, so it starts nothing"
                            + known.hint(name.value()));
        } else if (UnitName.parse(unit).filter(UnitName::isTemplate).isPresent()) {
            problems.warn(
                    name.position(),
                    option,
                    "a template is not a unit and is not started; declare an instance of it, such as "
                            + unit.replace("@.", "@name."));
        }
    }

    private void related(UnitRelation relation, List<Located<String>> names, NixosUnit unit) {
        String option = unit.option() + "." + relation.option();
        for (Located<String> name : names) {
            boolean isUnknown =
                    isName(name, option)
                            && name.value().indexOf('%') < 0
                            && !known.has(name.value());
            if (!isUnknown) {
                continue;
            }
            String hint = known.hint(name.value());
            if (NEEDS.contains(relation)) {
                problems.warn(
                        name.position(),
                        option,
                        "there is no \"" + name.value() + "\" here, so it will not start" + hint);
            } else if (!hint.isEmpty()) {
                problems.note(
                        name.position(),
                        option,
                        "there is no \"" + name.value() + "\" here" + hint);
            }
        }
    }

    private void alias(Located<String> alias, NixosUnit unit) {
        String option = unit.option() + ".aliases";
        if (isName(alias, option) && !suffix(alias.value()).equals(suffix(unit.name()))) {
            problems.error(
                    alias.position(),
                    option,
                    "\""
                            + alias.value()
                            + "\" cannot be another name of "
                            + unit.name()
                            + ": its suffix differs");
        }
    }

    private boolean isName(Located<String> name, String option) {
        if (NAME.matcher(name.value()).matches()) {
            return true;
        }
        String hint = known.hint(name.value());
        problems.error(
                name.position(),
                option,
                "\""
                        + name.value()
                        + "\" is not a unit name"
                        + (hint.isEmpty() ? " (it needs a suffix, such as .target)" : hint));
        return false;
    }

    private static String suffix(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
