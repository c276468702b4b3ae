package hearth.nix.schema;

import hearth.nix.Machine;
import hearth.nix.declaration.ConfigurationDeclaration;
import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.HomeDeclarations;
import hearth.nix.declaration.HomeUnit;
import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.TmpfilesDeclaration;
import hearth.nix.module.SubmoduleType;
import hearth.nix.option.Candidate;
import hearth.nix.option.Definition;
import hearth.nix.option.Option;
import hearth.nix.option.OptionGroup;
import hearth.nix.option.OptionPlace;
import hearth.nix.option.SetType;
import hearth.nix.packages.Packages;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.Position;
import hearth.nix.value.BoolValue;
import hearth.nix.value.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that the options of a configuration declare. */
final class RootReader {
    private final Packages packages;
    private final Machine machine;
    private final Findings findings;
    private final ValueReader values;
    private final NixosReader nixos;
    private final HomeReader homes;
    private final ForeignOptions foreign;

    RootReader(
            ValueReader values,
            Packages packages,
            Machine machine,
            Findings findings,
            ForeignOptions foreign) {
        this.values = values;
        this.packages = packages;
        this.machine = machine;
        this.findings = findings;
        this.foreign = foreign;
        nixos = new NixosReader(values, packages, findings);
        homes = new HomeReader(values, findings);
    }

    /** Returns all of it. */
    Declarations read(OptionGroup root) {
        OptionGroup user = root.group("systemd").group("user");
        SortedMap<String, Located<String>> globalEnvironment =
                values.variables(
                        root.group("systemd").option("globalEnvironment"), UnitSchema.ENVIRONMENT);
        List<NixosUnit> units = new ArrayList<>();
        List<HomeUnit> homeUnits = new ArrayList<>();
        for (UnitFamily family : UnitFamily.values()) {
            units(family, user, units, homeUnits, globalEnvironment);
        }
        rawUnits(user, units);
        generators(user);
        HomeDeclarations home = homes.declarations(user, homeUnits, Section.EMPTY);
        var manager =
                new ConfigurationDeclaration(
                        homes.manager(user.group("settings").option("Manager")),
                        lines(user.option("extraConfig"), "systemd.user.settings.Manager"));
        SortedMap<String, HomeDeclarations> homesOfUsers = homesOfUsers(root);
        List<LingerDeclaration> lingers = lingers(root.group("users"));
        ConfigurationDeclaration login = login(root.group("services").group("logind"));
        TmpfilesDeclaration tmpfiles = tmpfiles(user.group("tmpfiles"));
        new Messages(values, findings).tell(root);
        foreign.addAll(root);
        return new Declarations(
                units,
                home,
                homesOfUsers,
                lingers,
                manager,
                login,
                tmpfiles,
                packages.written(),
                foreign.all());
    }

    private void units(
            UnitFamily family,
            OptionGroup user,
            List<NixosUnit> units,
            List<HomeUnit> homeUnits,
            SortedMap<String, Located<String>> globalEnvironment) {
        Option option = user.option(family.option());
        entries(option)
                .forEach((name, definitions) -> {
                    OptionPlace place = option.place().child(name);
                    Position position = definitions.getFirst().position();
                    Optional<UnitOptionType.Unit> unit =
                            findings.attempt(
                                    place.path(),
                                    position,
                                    Optional.empty(),
                                    () -> unit(option, place, definitions));
                    if (unit.isPresent()) {
                        switch (unit.get()) {
                            case UnitOptionType.Nixos(OptionGroup options) ->
                                    units.add(
                                            nixos.read(
                                                    family, options, position, globalEnvironment));
                            case UnitOptionType.Home(var sections) ->
                                    homeUnits.add(homes.unit(family, place, position, sections));
                        }
                    }
                });
    }

    private static Optional<UnitOptionType.Unit> unit(
            Option option, OptionPlace place, List<Definition> definitions) {
        return option.type() instanceof SetType set && set.element() instanceof UnitOptionType type
                ? Optional.of(type.unit(place, definitions))
                : Optional.empty();
    }

    /** Returns the definitions of each name of an option; names whose definitions fail are told. */
    private SortedMap<String, List<Definition>> entries(Option option) {
        SortedMap<String, List<Definition>> entries = new TreeMap<>();
        return findings.attempt(
                option.place().path(),
                option.position(),
                entries,
                () -> {
                    if (option.type() instanceof SetType type) {
                        type.candidates(option.place(), option.definitions())
                                .forEach((name, candidates) ->
                                        values.entry(
                                                        option.place().child(name),
                                                        candidates,
                                                        Optional::of)
                                                .ifPresent(each -> entries.put(name, each)));
                    }
                    return entries;
                });
    }

    private void rawUnits(OptionGroup user, List<NixosUnit> units) {
        Option option = user.option("units");
        entries(option)
                .forEach((name, definitions) -> {
                    Position position = definitions.getFirst().position();
                    submodule(option, name, definitions)
                            .ifPresent(unit -> units.add(nixos.readRaw(unit, position)));
                });
    }

    private Optional<OptionGroup> submodule(
            Option option, String name, List<Definition> definitions) {
        OptionPlace place = option.place().child(name);
        return findings.attempt(
                place.path(),
                definitions.getFirst().position(),
                Optional.empty(),
                () -> {
                    if (!(option.type() instanceof SetType set)) {
                        return Optional.empty();
                    }
                    if (set.element() instanceof SubmoduleType type) {
                        return Optional.of(type.group(place, definitions));
                    }
                    if (set.element() instanceof AccountType type) {
                        return Optional.of(type.group(place, definitions));
                    }
                    return set.element() instanceof HomeModuleType type
                            ? Optional.of(type.group(place, definitions))
                            : Optional.empty();
                });
    }

    private void generators(OptionGroup user) {
        for (Candidate definition : user.candidates("generators")) {
            findings.problems()
                    .warn(
                            findings.place(definition.position()),
                            "systemd.user.generators",
                            "is left out: Hearth does not run generators that are declared");
        }
    }

    /** Returns the lines of an option that newer releases have in another form. */
    private List<Located<String>> lines(Option option, String instead) {
        Optional<Located<String>> lines = values.text(option);
        lines.ifPresent(text ->
                findings.problems()
                        .warn(
                                text.position(),
                                option.place().path().toString(),
                                "is gone from newer releases of NixOS; "
                                        + instead
                                        + " takes its place"));
        return lines.stream().toList();
    }

    private ConfigurationDeclaration login(OptionGroup logind) {
        LogindNames.RENAMED.forEach((old, name) -> {
            for (Candidate definition : logind.candidates(old)) {
                findings.problems()
                        .warn(
                                findings.place(definition.position()),
                                "services.logind." + old,
                                "is called services.logind.settings.Login."
                                        + name
                                        + " in newer releases of NixOS");
            }
        });
        return new ConfigurationDeclaration(
                values.section(logind.group("settings").option("Login")),
                lines(logind.option("extraConfig"), "services.logind.settings.Login"));
    }

    private TmpfilesDeclaration tmpfiles(OptionGroup tmpfiles) {
        if (!values.isTrue(tmpfiles.option("enable"), true)) {
            return TmpfilesDeclaration.NONE;
        }
        SortedMap<String, List<Located<String>>> ofUsers = new TreeMap<>();
        Option users = tmpfiles.option("users");
        entries(users)
                .forEach((name, definitions) ->
                        submodule(users, name, definitions)
                                .ifPresent(user -> {
                                    foreign.addAll(user);
                                    ofUsers.put(
                                            ByteStrings.decode(name),
                                            values.texts(user.option("rules")));
                                }));
        ofUsers.values().removeIf(List::isEmpty);
        return new TmpfilesDeclaration(values.texts(tmpfiles.option("rules")), ofUsers);
    }

    private List<LingerDeclaration> lingers(OptionGroup users) {
        boolean areManaged = values.isTrue(users.option("manageLingering"), true);
        Map<String, LingerDeclaration> lingers = new LinkedHashMap<>();
        Option accounts = users.option("users");
        entries(accounts)
                .forEach((attribute, definitions) ->
                        submodule(accounts, attribute, definitions)
                                .ifPresent(account -> {
                                    foreign.addAll(account);
                                    linger(account, areManaged)
                                            .ifPresent(linger -> add(lingers, linger));
                                }));
        return new ArrayList<>(lingers.values());
    }

    private Optional<LingerDeclaration> linger(OptionGroup account, boolean isManaged) {
        Option linger = account.option("linger");
        return findings.attempt(
                linger.place().path(),
                linger.position(),
                Optional.empty(),
                () -> {
                    if (!linger.isDefined() || linger.value() == NullValue.NULL) {
                        return Optional.empty();
                    }
                    Position position = linger.definitions().getFirst().position();
                    if (!isManaged) {
                        throw linger.place()
                                .error(position, "is defined, but users.manageLingering is false");
                    }
                    String attribute = ByteStrings.decode(account.place().path().name());
                    String name =
                            values.text(account.option("name"))
                                    .map(Located::value)
                                    .orElse(attribute);
                    boolean isOn = linger.value() == BoolValue.TRUE;
                    if (isOn && machine.account(name).isEmpty()) {
                        throw linger.place()
                                .error(
                                        position,
                                        "there is no user " + name + " here, and none is made");
                    }
                    return Optional.of(new LingerDeclaration(name, isOn, findings.place(position)));
                });
    }

    private void add(Map<String, LingerDeclaration> lingers, LingerDeclaration linger) {
        LingerDeclaration other = lingers.putIfAbsent(linger.user(), linger);
        if (other != null && other.lingers() != linger.lingers()) {
            findings.problems()
                    .error(
                            linger.position(),
                            "users.users",
                            "whether "
                                    + linger.user()
                                    + " lingers is declared differently at "
                                    + other.position());
        }
    }

    private SortedMap<String, HomeDeclarations> homesOfUsers(OptionGroup root) {
        SortedMap<String, HomeDeclarations> homesOfUsers = new TreeMap<>();
        Option users = root.group("home-manager").option("users");
        entries(users)
                .forEach((name, definitions) ->
                        submodule(users, name, definitions)
                                .ifPresent(home ->
                                        homesOfUsers.put(ByteStrings.decode(name), homeOf(home))));
        return homesOfUsers;
    }

    private HomeDeclarations homeOf(OptionGroup home) {
        OptionGroup user = home.group("systemd").group("user");
        List<HomeUnit> units = new ArrayList<>();
        for (UnitFamily family : UnitFamily.values()) {
            units(family, user, new ArrayList<>(), units, new TreeMap<>());
        }
        new Messages(values, findings).tell(home);
        foreign.addAll(home);
        return homes.declarations(
                user, units, homes.manager(user.group("settings").option("Manager")));
    }
}
