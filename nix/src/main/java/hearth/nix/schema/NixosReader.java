package hearth.nix.schema;

import hearth.nix.check.Nearest;
import hearth.nix.declaration.Links;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.OverrideStrategy;
import hearth.nix.declaration.ScriptKind;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.ServiceOptions;
import hearth.nix.declaration.SwitchOptions;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitOptions;
import hearth.nix.declaration.UnitRelation;
import hearth.nix.evaluation.Coercion;
import hearth.nix.option.Definition;
import hearth.nix.option.Option;
import hearth.nix.option.OptionGroup;
import hearth.nix.packages.Packages;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.Position;
import hearth.nix.value.NullValue;
import hearth.unit.Diagnostic.Severity;
import hearth.unit.catalogue.Catalogue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Units that are declared by NixOS' options. */
final class NixosReader {
    private final ValueReader values;
    private final Packages packages;
    private final Findings findings;

    NixosReader(ValueReader values, Packages packages, Findings findings) {
        this.values = values;
        this.packages = packages;
        this.findings = findings;
    }

    /**
     * Returns a unit.
     *
     * @param unit its options
     * @param position where it is declared
     * @param globalEnvironment variables of all services
     */
    NixosUnit read(
            UnitFamily family,
            OptionGroup unit,
            Position position,
            SortedMap<String, Located<String>> globalEnvironment) {
        tellStrangers(family, unit);
        String attribute = ByteStrings.decode(unit.place().path().name());
        String name =
                values.text(unit.option("name"))
                        .map(Located::value)
                        .orElse(family.fileName(attribute));
        return new NixosUnit(
                unit.place().path().toString(),
                name,
                findings.place(position),
                values.isTrue(unit.option("enable"), true),
                strategy(unit),
                links(unit),
                new NixosUnit.Described(common(unit), own(family, unit, globalEnvironment)));
    }

    /** Returns a unit whose text is declared. */
    NixosUnit readRaw(OptionGroup unit, Position position) {
        tellStrangers(UnitFamily.SERVICES, unit);
        Located<String> text =
                values.text(unit.option("text")).orElse(values.located("", position));
        return new NixosUnit(
                unit.place().path().toString(),
                ByteStrings.decode(unit.place().path().name()),
                findings.place(position),
                values.isTrue(unit.option("enable"), true),
                strategy(unit),
                links(unit),
                new NixosUnit.Raw(text));
    }

    private void tellStrangers(UnitFamily family, OptionGroup unit) {
        for (OptionGroup.Stranger stranger : unit.strangers()) {
            Position position = stranger.definitions().getFirst().position();
            String hint = hint(family, ByteStrings.decode(stranger.name()), unit);
            findings.tell(
                    Severity.ERROR,
                    unit.place().path().child(stranger.name()),
                    position,
                    unit.noSuchOption(stranger, hint));
        }
    }

    /** A directive's own name belongs one level below. */
    private static String hint(UnitFamily family, String name, OptionGroup unit) {
        Set<String> own = Catalogue.names(family.type(), family.type().section());
        Set<String> common = Catalogue.names(family.type(), "Unit");
        Set<String> all = new TreeSet<>(unit.tree().children().keySet());
        all.addAll(family.configOption().isEmpty() ? Set.of() : own);
        all.addAll(common);
        Optional<String> nearest = Nearest.of(name, all);
        if (nearest.isEmpty() || unit.tree().children().containsKey(nearest.get())) {
            return "";
        }
        String option = own.contains(nearest.get()) ? family.configOption() : "unitConfig";
        return "; did you mean \"" + option + "." + nearest.get() + "\"?";
    }

    private OverrideStrategy strategy(OptionGroup unit) {
        return values.text(unit.option("overrideStrategy"))
                .flatMap(word -> OverrideStrategy.ofWord(word.value()))
                .orElse(OverrideStrategy.AS_DROPIN_IF_EXISTS);
    }

    private Links links(OptionGroup unit) {
        return new Links(
                once(values.texts(unit.option("wantedBy"))),
                once(values.texts(unit.option("requiredBy"))),
                once(values.texts(unit.option("upheldBy"))),
                once(values.texts(unit.option("aliases"))));
    }

    private static List<Located<String>> once(List<Located<String>> names) {
        Map<String, Located<String>> byName = new LinkedHashMap<>();
        names.forEach(name -> byName.putIfAbsent(name.value(), name));
        return new ArrayList<>(byName.values());
    }

    private UnitOptions common(OptionGroup unit) {
        Map<UnitRelation, List<Located<String>>> relations = new EnumMap<>(UnitRelation.class);
        for (UnitRelation relation : UnitRelation.values()) {
            if (unit.definedNames().contains(relation.option())) {
                relations.put(relation, values.texts(unit.option(relation.option())));
            }
        }
        relations.values().removeIf(List::isEmpty);
        return new UnitOptions(
                values.text(unit.option("description"))
                        .filter(description -> !description.value().isEmpty()),
                values.texts(unit.option("documentation")),
                relations,
                values.scalar(unit.option("startLimitIntervalSec")),
                values.scalar(unit.option("startLimitBurst")),
                values.section(unit.option("unitConfig")),
                values.flattened(unit.option("restartTriggers")),
                values.flattened(unit.option("reloadTriggers")));
    }

    private TypeOptions own(
            UnitFamily family,
            OptionGroup unit,
            SortedMap<String, Located<String>> globalEnvironment) {
        Section config =
                family.configOption().isEmpty()
                        ? Section.EMPTY
                        : values.section(unit.option(family.configOption()));
        return switch (family) {
            case SERVICES -> new TypeOptions.Service(service(unit, config, globalEnvironment));
            case TIMERS -> new TypeOptions.Timer(config);
            case SOCKETS ->
                    new TypeOptions.Socket(
                            config,
                            values.texts(unit.option("listenStreams")),
                            values.texts(unit.option("listenDatagrams")));
            case PATHS -> new TypeOptions.PathUnit(config);
            case SLICES -> new TypeOptions.Slice(config);
            case TARGETS, MOUNTS, AUTOMOUNTS -> new TypeOptions.Target();
        };
    }

    private ServiceOptions service(
            OptionGroup unit,
            Section config,
            SortedMap<String, Located<String>> globalEnvironment) {
        SortedMap<String, Located<String>> environment = new TreeMap<>(globalEnvironment);
        environment.keySet().removeAll(unset(unit.option("environment")));
        environment.putAll(values.variables(unit.option("environment"), UnitSchema.ENVIRONMENT));
        Map<ScriptKind, Located<String>> scripts = new EnumMap<>(ScriptKind.class);
        for (ScriptKind kind : ScriptKind.values()) {
            if (unit.definedNames().contains(kind.option())) {
                values.text(unit.option(kind.option()))
                        .ifPresent(script -> scripts.put(kind, script));
            }
        }
        var switching =
                new SwitchOptions(
                        values.isTrue(unit.option("restartIfChanged"), true),
                        values.isTrue(unit.option("reloadIfChanged"), false),
                        values.isTrue(unit.option("stopIfChanged"), true),
                        values.isTrue(unit.option("notSocketActivated"), false));
        return new ServiceOptions(
                config,
                environment,
                path(unit.option("path")),
                values.isTrue(unit.option("enableDefaultPath"), true),
                scripts,
                values.text(unit.option("scriptArgs")).map(Located::value).orElse(""),
                switching,
                values.textOrTexts(unit.option("startAt")));
    }

    /** Variables of all services that a service wants to be without. */
    private List<String> unset(Option environment) {
        return findings.attempt(
                environment.place().path(),
                environment.position(),
                List.of(),
                () ->
                        UnitSchema.ENVIRONMENT
                                .entries(environment.place(), environment.definitions())
                                .entrySet()
                                .stream()
                                .filter(entry ->
                                        entry.getValue().getFirst().value() == NullValue.NULL)
                                .map(Map.Entry::getKey)
                                .map(ByteStrings::decode)
                                .toList());
    }

    private List<Located<String>> path(Option option) {
        return findings.attempt(
                option.place().path(),
                option.position(),
                List.of(),
                () -> {
                    List<Located<String>> directories = new ArrayList<>();
                    for (Definition element :
                            UnitSchema.PACKAGES.elements(option.place(), option.definitions())) {
                        if (element.value() != NullValue.NULL) {
                            add(directories, option, element);
                        }
                    }
                    return directories;
                });
    }

    private void add(List<Located<String>> directories, Option option, Definition element) {
        String text = ByteStrings.decode(Coercion.plain(element.value(), element.position()));
        switch (packages.entry(text, element.position())) {
            case Packages.Directory(String path) ->
                    directories.add(values.located(path, element.position()));
            case Packages.OnHost() -> {}
            case Packages.Absent(String message) ->
                    findings.problems()
                            .warn(
                                    findings.place(element.position()),
                                    option.place().path().toString(),
                                    message);
        }
    }
}
