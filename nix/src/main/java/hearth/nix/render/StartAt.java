package hearth.nix.render;

import hearth.nix.declaration.Links;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.OverrideStrategy;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitOptions;
import hearth.nix.declaration.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The timers that services declare by {@code startAt}. */
final class StartAt {
    private static final String ON_CALENDAR = "OnCalendar";
    private static final String TIMERS_TARGET = "timers.target";

    private StartAt() {}

    /** Returns the units with those timers: new ones, or what is declared of them completed. */
    static List<NixosUnit> complete(List<NixosUnit> units) {
        Map<String, NixosUnit> byName = new LinkedHashMap<>();
        List<NixosUnit> twice = new ArrayList<>();
        for (NixosUnit unit : units) {
            if (byName.putIfAbsent(unit.name(), unit) != null) {
                twice.add(unit);
            }
        }
        for (NixosUnit unit : units) {
            if (unit.content() instanceof NixosUnit.Described(UnitOptions common, TypeOptions own)
                    && own instanceof TypeOptions.Service(var options)
                    && !options.startAt().isEmpty()) {
                String timer = stem(unit.name()) + ".timer";
                byName.put(timer, timer(timer, unit, options.startAt(), byName.get(timer)));
            }
        }
        List<NixosUnit> all = new ArrayList<>(byName.values());
        all.addAll(twice); // their files say what is wrong
        return all;
    }

    private static NixosUnit timer(
            String name,
            NixosUnit service,
            List<Located<String>> times,
            @Nullable NixosUnit declared) {
        Located<Value> calendar =
                new Located<>(
                        Value.Many.texts(times.stream().map(Located::value).toList()),
                        times.getFirst().position());
        if (declared == null) {
            return new NixosUnit(
                    service.option() + ".startAt",
                    name,
                    times.getFirst().position(),
                    true,
                    OverrideStrategy.AS_DROPIN_IF_EXISTS,
                    wanted(Links.NONE, times.getFirst()),
                    new NixosUnit.Described(
                            UnitOptions.NONE,
                            new TypeOptions.Timer(Section.of(Map.of(ON_CALENDAR, calendar)))));
        }
        if (!(declared.content() instanceof NixosUnit.Described(UnitOptions common, TypeOptions own)
                && own instanceof TypeOptions.Timer(Section timerConfig))) {
            return declared;
        }
        return new NixosUnit(
                declared.option(),
                declared.name(),
                declared.position(),
                declared.isEnabled(),
                declared.overrideStrategy(),
                wanted(declared.links(), times.getFirst()),
                new NixosUnit.Described(
                        common, new TypeOptions.Timer(joined(timerConfig, calendar))));
    }

    private static Section joined(Section timerConfig, Located<Value> calendar) {
        var settings = new TreeMap<>(timerConfig.settings());
        settings.merge(
                ON_CALENDAR,
                calendar,
                (declared, added) -> {
                    List<Value.Scalar> all = new ArrayList<>(added.value().scalars());
                    all.addAll(declared.value().scalars());
                    return new Located<>(new Value.Many(all), declared.position());
                });
        return new Section(settings);
    }

    private static Links wanted(Links links, Located<String> time) {
        boolean isWanted =
                links.wantedBy().stream().anyMatch(unit -> unit.value().equals(TIMERS_TARGET));
        if (isWanted) {
            return links;
        }
        List<Located<String>> wantedBy = new ArrayList<>(links.wantedBy());
        wantedBy.add(new Located<>(TIMERS_TARGET, time.position()));
        return new Links(wantedBy, links.requiredBy(), links.upheldBy(), links.aliases());
    }

    private static String stem(String unitName) {
        int dot = unitName.lastIndexOf('.');
        return dot < 0 ? unitName : unitName.substring(0, dot);
    }
}
