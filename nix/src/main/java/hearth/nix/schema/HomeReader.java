package hearth.nix.schema;

import hearth.nix.declaration.HomeDeclarations;
import hearth.nix.declaration.HomeUnit;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.Value;
import hearth.nix.option.AnythingType;
import hearth.nix.option.Candidate;
import hearth.nix.option.Option;
import hearth.nix.option.OptionGroup;
import hearth.nix.option.OptionPlace;
import hearth.nix.option.SetType;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is declared the way of home-manager. */
final class HomeReader {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9,._+:@%/-]+");

    private static final SetType SESSION_VARIABLES = SetType.of(new AnythingType(false));

    private final ValueReader values;
    private final Findings findings;

    HomeReader(ValueReader values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    /** Returns a unit. */
    HomeUnit unit(
            UnitFamily family,
            OptionPlace place,
            Position position,
            Map<String, List<Candidate>> sections) {
        SortedMap<String, Section> read = new TreeMap<>();
        sections.forEach((name, candidates) -> {
            OptionPlace at = place.child(name);
            values.entry(
                            at,
                            candidates,
                            definitions -> Optional.of(values.section(at, definitions)))
                    .ifPresent(section -> read.put(ByteStrings.decode(name), section));
        });
        return new HomeUnit(
                place.path().toString(),
                family.fileName(ByteStrings.decode(place.path().name())),
                findings.place(position),
                read);
    }

    /** Returns a user's units with what else {@code systemd.user} has of home-manager. */
    HomeDeclarations declarations(OptionGroup user, List<HomeUnit> units, Section managerSettings) {
        return new HomeDeclarations(
                units,
                values.variables(user.option("sessionVariables"), SESSION_VARIABLES),
                managerSettings,
                startsServices(user.option("startServices")));
    }

    private boolean startsServices(Option option) {
        return findings.attempt(
                option.place().path(),
                option.position(),
                true,
                () ->
                        !option.isDefined()
                                || option.value() == BoolValue.TRUE
                                || (option.value() instanceof Text(String word)
                                        && word.equals("sd-switch")));
    }

    /** Returns {@code systemd.user.settings.Manager}; sets of variables become one directive. */
    Section manager(Option option) {
        return findings.attempt(
                option.place().path(),
                option.position(),
                Section.EMPTY,
                () -> {
                    SortedMap<String, Located<Value>> settings = new TreeMap<>();
                    if (option.type() instanceof SetType type) {
                        type.candidates(option.place(), option.definitions())
                                .forEach((name, candidates) ->
                                        setting(option.place().child(name), type, candidates)
                                                .ifPresent(value ->
                                                        settings.put(
                                                                ByteStrings.decode(name), value)));
                    }
                    return new Section(settings);
                });
    }

    private Optional<Located<Value>> setting(
            OptionPlace place, SetType type, List<Candidate> candidates) {
        return values.entry(
                place,
                candidates,
                definitions -> {
                    Position position = definitions.getFirst().position();
                    hearth.nix.value.Value merged = type.element().merge(place, definitions);
                    Value value =
                            merged instanceof AttributeSet set && !set.has("outPath")
                                    ? variables(set, position)
                                    : values.directive(merged, position);
                    return Optional.of(values.located(value, position));
                });
    }

    private Value variables(AttributeSet set, Position position) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            String text = values.loose(set.valueAt(i).force(), position);
            words.add(ByteStrings.decode(set.nameAt(i)) + "=" + quoted(text));
        }
        return new Value.Text(String.join(" ", words));
    }

    /** Returns a word as a shell reads it. */
    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
