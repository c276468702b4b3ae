package hearth.nix.check;

import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.HomeDeclarations;
import hearth.nix.declaration.HomeUnit;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.OverrideStrategy;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.ServiceOptions;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitOptions;
import hearth.nix.declaration.Value;
import hearth.nix.render.Problems;
import hearth.unit.Diagnostic;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import java.util.List;
import java.util.Set;

/**
 * What can be said of declarations before anything is rendered: names that are none, directives
 * that nobody knows, and what looks right and does nothing.
 */
public final class DeclarationChecks {
    /** The types that the checker of NixOS lets pass. */
    private static final Set<String> SERVICE_TYPES =
            Set.of(
                    "exec",
                    "simple",
                    "forking",
                    "oneshot",
                    "dbus",
                    "notify",
                    "notify-reload",
                    "idle");

    /** What NixOS lets pass for {@code Restart=}. */
    private static final Set<String> RESTARTS =
            Set.of("no", "on-success", "on-failure", "on-abnormal", "on-abort", "always");

    private final Set<String> hostUnits;
    private final NameChecks names;
    private final Problems problems = new Problems();

    private DeclarationChecks(Declarations declared, Set<String> hostUnits) {
        this.hostUnits = hostUnits;
        names = new NameChecks(new KnownUnits(hostUnits, declared), problems);
    }

    /**
     * Returns what there is to say, in the order of the declarations.
     *
     * @param hostUnits the names of units that packages have installed
     */
    public static List<Diagnostic> check(Declarations declared, Set<String> hostUnits) {
        var checks = new DeclarationChecks(declared, hostUnits);
        declared.units().forEach(checks::check);
        checks.check(declared.home());
        declared.homes().values().forEach(checks::check);
        return checks.problems.all();
    }

    private void check(NixosUnit unit) {
        names.checkOwn(unit.name(), unit.option(), unit.position());
        names.check(unit);
        shadowing(unit);
        UnitType type = UnitName.parse(unit.name()).map(UnitName::type).orElse(UnitType.TARGET);
        if (unit.content() instanceof NixosUnit.Described(UnitOptions common, TypeOptions own)) {
            var sections = new SectionChecks(type, problems);
            sections.check("Unit", common.unitConfig(), unit.option() + ".unitConfig");
            common.description()
                    .filter(description -> description.value().indexOf('\n') >= 0)
                    .ifPresent(description ->
                            problems.error(
                                    description.position(),
                                    unit.option() + ".description",
                                    "has more than one line"));
            own(unit, own, sections);
        }
    }

    private void own(NixosUnit unit, TypeOptions own, SectionChecks sections) {
        switch (own) {
            case TypeOptions.Service(ServiceOptions options) -> {
                String option = unit.option() + ".serviceConfig";
                sections.check("Service", options.serviceConfig(), option);
                choice(options.serviceConfig(), "Type", SERVICE_TYPES, option);
                choice(options.serviceConfig(), "Restart", RESTARTS, option);
            }
            case TypeOptions.Timer(Section timer) ->
                    sections.check("Timer", timer, unit.option() + ".timerConfig");
            case TypeOptions.Socket(Section socket, var streams, var datagrams) ->
                    sections.check("Socket", socket, unit.option() + ".socketConfig");
            case TypeOptions.PathUnit(Section path) ->
                    sections.check("Path", path, unit.option() + ".pathConfig");
            case TypeOptions.Slice(Section slice) ->
                    sections.check("Slice", slice, unit.option() + ".sliceConfig");
            case TypeOptions.Target() -> {}
        }
    }

    private void choice(Section section, String key, Set<String> choices, String option) {
        Located<Value> value = section.settings().get(key);
        if (value != null
                && value.value() instanceof Value.Text(String text)
                && !choices.contains(text)) {
            problems.error(
                    value.position(),
                    option + "." + key,
                    "cannot be \"" + text + "\"" + Nearest.hint(text, choices));
        }
    }

    private void shadowing(NixosUnit unit) {
        if (!hostUnits.contains(unit.name())) {
            return;
        }
        if (!unit.isEnabled()) {
            problems.note(
                    unit.position(), unit.option(), "masks the unit that a package has installed");
        } else if (unit.overrideStrategy() == OverrideStrategy.AS_DROPIN_IF_EXISTS) {
            problems.note(
                    unit.position(),
                    unit.option(),
                    "extends the unit that a package has installed, by a drop-in");
        }
    }

    private void check(HomeDeclarations home) {
        home.units().forEach(this::check);
    }

    private void check(HomeUnit unit) {
        names.checkOwn(unit.name(), unit.option(), unit.position());
        UnitName.parse(unit.name())
                .ifPresent(name -> {
                    var sections = new SectionChecks(name.type(), problems);
                    unit.sections()
                            .forEach((section, settings) ->
                                    sections.check(
                                            section, settings, unit.option() + "." + section));
                });
        Section install = unit.sections().getOrDefault("Install", Section.EMPTY);
        for (String key : List.of("WantedBy", "RequiredBy")) {
            Located<Value> targets = install.settings().get(key);
            if (targets != null) {
                installed(targets, unit, key);
            }
        }
    }

    private void installed(Located<Value> targets, HomeUnit unit, String key) {
        for (Value.Scalar target : targets.value().scalars()) {
            if (target instanceof Value.Text(String name)) {
                names.wantedBy(
                        new Located<>(name, targets.position()),
                        unit.option() + ".Install." + key,
                        unit.name());
            }
        }
    }
}
