package hearth.nix.declaration;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Declarations for tests: everything stands at line 1 of a.nix unless it says otherwise. */
public final class Declared {
    /** Where everything stands. */
    public static final Position HERE = new Position("a.nix", 1, 1);

    private Declared() {}

    /** Returns a text that stands there. */
    public static Located<String> text(String text) {
        return new Located<>(text, HERE);
    }

    /** Returns texts that stand there. */
    public static List<Located<String>> texts(String... texts) {
        return List.of(texts).stream().map(Declared::text).toList();
    }

    /** Returns a section of keys and values: booleans, numbers, texts, lists of those. */
    public static Section section(Object... keysAndValues) {
        SortedMap<String, Located<Value>> settings = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(
                    (String) keysAndValues[i], new Located<>(value(keysAndValues[i + 1]), HERE));
        }
        return new Section(settings);
    }

    private static Value value(Object value) {
        return value instanceof List<?> list
                ? new Value.Many(list.stream().map(Declared::scalar).toList())
                : scalar(value);
    }

    private static Value.Scalar scalar(Object value) {
        return switch (value) {
            case Boolean flag -> new Value.Bool(flag);
            case Integer number -> new Value.Int(number);
            case Double number -> new Value.Real(number);
            case String text -> new Value.Text(text);
            case Value.Null none -> none;
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    /** Returns options of which only these are declared. */
    public static UnitOptions options(
            String description, Map<UnitRelation, List<String>> relations, Section unitConfig) {
        Map<UnitRelation, List<Located<String>>> located = new EnumMap<>(UnitRelation.class);
        relations.forEach((relation, names) ->
                located.put(relation, names.stream().map(Declared::text).toList()));
        return new UnitOptions(
                description.isEmpty() ? Optional.empty() : Optional.of(text(description)),
                List.of(),
                located,
                Optional.empty(),
                Optional.empty(),
                unitConfig,
                List.of(),
                List.of());
    }

    /** Returns links of which only wantedBy is declared. */
    public static Links wantedBy(String... units) {
        return new Links(texts(units), List.of(), List.of(), List.of());
    }

    /** Returns a unit. */
    public static NixosUnit unit(String name, Links links, UnitOptions common, TypeOptions own) {
        return new NixosUnit(
                "systemd.user."
                        + name.substring(name.lastIndexOf('.') + 1)
                        + "s."
                        + name.substring(0, name.lastIndexOf('.')),
                name,
                HERE,
                true,
                OverrideStrategy.AS_DROPIN_IF_EXISTS,
                links,
                new NixosUnit.Described(common, own));
    }

    /** Returns a service of which only serviceConfig is declared. */
    public static NixosUnit service(String name, Object... serviceConfig) {
        return unit(
                name,
                Links.NONE,
                UnitOptions.NONE,
                new TypeOptions.Service(ServiceOptions.of(section(serviceConfig))));
    }

    /** Returns a unit with links. */
    public static NixosUnit linked(NixosUnit unit, Links links) {
        return new NixosUnit(
                unit.option(),
                unit.name(),
                unit.position(),
                unit.isEnabled(),
                unit.overrideStrategy(),
                links,
                unit.content());
    }

    /** Returns a unit that is switched off. */
    public static NixosUnit disabled(NixosUnit unit) {
        return new NixosUnit(
                unit.option(),
                unit.name(),
                unit.position(),
                false,
                unit.overrideStrategy(),
                unit.links(),
                unit.content());
    }

    /** Returns a service with these options. */
    public static NixosUnit service(String name, ServiceOptions options) {
        return unit(name, Links.NONE, UnitOptions.NONE, new TypeOptions.Service(options));
    }

    /** Returns a unit in home-manager's way: section names and sections. */
    public static HomeUnit homeUnit(String name, Object... sections) {
        SortedMap<String, Section> byName = new TreeMap<>();
        for (int i = 0; i < sections.length; i += 2) {
            byName.put((String) sections[i], (Section) sections[i + 1]);
        }
        return new HomeUnit("systemd.user.services." + name, name, HERE, byName);
    }

    /** Returns a home with these units. */
    public static HomeDeclarations home(HomeUnit... units) {
        return new HomeDeclarations(List.of(units), new TreeMap<>(), Section.EMPTY, true);
    }

    /** Returns declarations of units for everybody. */
    public static Declarations units(NixosUnit... units) {
        return with(List.of(units), HomeDeclarations.NONE, Map.of(), List.of());
    }

    /** Returns declarations. */
    public static Declarations with(
            List<NixosUnit> units,
            HomeDeclarations home,
            Map<String, HomeDeclarations> homes,
            List<WrittenFile> writtenFiles) {
        return new Declarations(
                new ArrayList<>(units),
                home,
                new TreeMap<>(homes),
                List.of(),
                ConfigurationDeclaration.NONE,
                ConfigurationDeclaration.NONE,
                TmpfilesDeclaration.NONE,
                writtenFiles,
                List.of());
    }
}
