package hearth.nix.check;

import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.HomeDeclarations;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.unit.UnitName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The names of units that there are: the host's, and those that are declared. */
final class KnownUnits {
    private final Set<String> names;

    /** Many units name the same ones, and each name is compared with all. */
    private final Map<String, String> hints = new HashMap<>();

    KnownUnits(Set<String> host, Declarations declared) {
        names = new TreeSet<>(host);
        for (NixosUnit unit : declared.units()) {
            names.add(unit.name());
            unit.links().aliases().stream().map(Located::value).forEach(names::add);
        }
        Stream.concat(Stream.of(declared.home()), declared.homes().values().stream())
                .map(HomeDeclarations::units)
                .flatMap(units -> units.stream())
                .forEach(unit -> names.add(unit.name()));
    }

    /** Returns whether there is such a unit, or its template; slices need no file. */
    boolean has(String name) {
        return names.contains(name)
                || name.endsWith(".slice")
                || UnitName.parse(name)
                        .flatMap(UnitName::template)
                        .filter(template -> names.contains(template.text()))
                        .isPresent();
    }

    /** Returns a question for the name that was meant, or nothing. */
    String hint(String name) {
        if (name.indexOf('.') < 0) {
            for (String suffix : new String[] {".target", ".service", ".socket", ".timer"}) {
                if (names.contains(name + suffix)) {
                    return "; did you mean \"" + name + suffix + "\"?";
                }
            }
        }
        return hints.computeIfAbsent(name, unknown -> Nearest.hint(unknown, names));
    }
}
