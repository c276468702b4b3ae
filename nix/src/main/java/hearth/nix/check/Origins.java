package hearth.nix.check;

import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.HomeDeclarations;
import hearth.nix.declaration.HomeUnit;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.Position;
import hearth.nix.declaration.ScriptKind;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.ServiceOptions;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitOptions;
import hearth.nix.declaration.UnitRelation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which option each directive of a unit comes from. */
final class Origins {
    /** An option, and where its definition stands. */
    record Origin(String option, Position position) {}

    private record Directive(String unit, String section, String name) {}

    private final Map<String, Origin> units = new HashMap<>();
    private final Map<Directive, Origin> directives = new HashMap<>();

    Origins(Declarations declared) {
        declared.units().forEach(this::add);
        Stream.concat(Stream.of(declared.home()), declared.homes().values().stream())
                .map(HomeDeclarations::units)
                .flatMap(List::stream)
                .forEach(this::add);
    }

    /** Returns where a directive comes from; where nobody knows, where its unit does. */
    Origin of(String unit, String section, String name) {
        Origin fallback =
                units.getOrDefault(unit, new Origin("systemd.user.units", Position.NOWHERE));
        return directives.getOrDefault(new Directive(unit, section, name), fallback);
    }

    private void add(HomeUnit unit) {
        units.put(unit.name(), new Origin(unit.option(), unit.position()));
        unit.sections()
                .forEach((name, section) ->
                        add(unit.name(), name, section, unit.option() + "." + name));
    }

    private void add(NixosUnit unit) {
        units.put(unit.name(), new Origin(unit.option(), unit.position()));
        switch (unit.content()) {
            case NixosUnit.Raw(Located<String> text) ->
                    units.put(unit.name(), new Origin(unit.option() + ".text", text.position()));
            case NixosUnit.Described(UnitOptions common, TypeOptions own) -> {
                add(unit.name(), "Unit", common.unitConfig(), unit.option() + ".unitConfig");
                common.relations().forEach((relation, names) -> add(unit, relation, names));
                own(unit, own);
            }
        }
    }

    private void add(NixosUnit unit, UnitRelation relation, List<Located<String>> names) {
        if (!names.isEmpty()) {
            directives.putIfAbsent(
                    new Directive(unit.name(), "Unit", relation.directive()),
                    new Origin(
                            unit.option() + "." + relation.option(), names.getFirst().position()));
        }
    }

    private void own(NixosUnit unit, TypeOptions own) {
        String prefix = unit.option() + ".";
        switch (own) {
            case TypeOptions.Service(ServiceOptions options) -> {
                add(unit.name(), "Service", options.serviceConfig(), prefix + "serviceConfig");
                options.scripts().forEach((kind, script) -> add(unit, kind, script));
            }
            case TypeOptions.Timer(Section timer) ->
                    add(unit.name(), "Timer", timer, prefix + "timerConfig");
            case TypeOptions.Socket(Section socket, var streams, var datagrams) ->
                    add(unit.name(), "Socket", socket, prefix + "socketConfig");
            case TypeOptions.PathUnit(Section path) ->
                    add(unit.name(), "Path", path, prefix + "pathConfig");
            case TypeOptions.Slice(Section slice) ->
                    add(unit.name(), "Slice", slice, prefix + "sliceConfig");
            case TypeOptions.Target() -> {}
        }
    }

    private void add(NixosUnit unit, ScriptKind kind, Located<String> script) {
        directives.putIfAbsent(
                new Directive(unit.name(), "Service", kind.directive()),
                new Origin(unit.option() + "." + kind.option(), script.position()));
    }

    private void add(String unit, String name, Section section, String option) {
        section.settings()
                .forEach((key, value) ->
                        directives.put(
                                new Directive(unit, name, key),
                                new Origin(option + "." + key, value.position())));
    }
}
