package hearth.nix.schema;

import hearth.nix.module.SubmoduleType;
import hearth.nix.module.Surroundings;
import hearth.nix.option.AlternativeType;
import hearth.nix.option.AnythingType;
import hearth.nix.option.JoinedType;
import hearth.nix.option.ListType;
import hearth.nix.option.NullableType;
import hearth.nix.option.OptionTree;
import hearth.nix.option.OptionTree.Foreign;
import hearth.nix.option.OptionTree.Group;
import hearth.nix.option.OptionTree.Mistaken;
import hearth.nix.option.OptionType;
import hearth.nix.option.ScalarType;
import hearth.nix.option.SetType;
import hearth.nix.option.ShallowSetType;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.NullValue;
import hearth.nix.value.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which options there are. All others are of something else and are not looked at. */
final class Schema {
    private static final OptionType ASSERTIONS = ListType.of(new AnythingType(false));

    private final Surroundings surroundings;
    private final Accounts accounts;

    private final Lazy osConfig;

    /**
     * Returns the options of a run.
     *
     * @param osConfig what home-manager's modules see as the machine's configuration
     */
    Schema(Surroundings surroundings, Accounts accounts, Lazy osConfig) {
        this.surroundings = surroundings;
        this.accounts = accounts;
        this.osConfig = osConfig;
    }

    /** Returns the options of files that are applied for everybody, or for one user. */
    Group root() {
        Map<String, OptionTree> options = new TreeMap<>();
        Map<String, OptionTree> systemd = new TreeMap<>();
        systemd.put("globalEnvironment", OptionTree.leaf(UnitSchema.ENVIRONMENT));
        systemd.put("user", user());
        options.put("systemd", Group.of(new Foreign(), systemd));
        options.put("users", users());
        options.put("services", Group.of(new Foreign(), Map.of("logind", logind())));
        options.put(
                "home-manager",
                Group.of(
                        new Foreign(), Map.of("users", OptionTree.leaf(SetType.of(homeModule())))));
        addHome(options, accounts.ofCaller());
        addMessages(options);
        return Group.of(new Foreign(), options);
    }

    /** Returns the type of {@code home-manager.users.NAME}. */
    private OptionType homeModule() {
        return new HomeModuleType(this);
    }

    /** Returns the options of home-manager's modules for a user. */
    SubmoduleType home(String user) {
        Map<String, OptionTree> options = new TreeMap<>();
        Map<String, OptionTree> units = new TreeMap<>(homeUser());
        for (UnitFamily family : UnitFamily.values()) {
            units.put(
                    family.option(), OptionTree.leaf(SetType.of(UnitOptionType.homeOnly(family))));
        }
        options.put(
                "systemd",
                Group.of(new Foreign(), Map.of("user", Group.of(new Mistaken(), units))));
        addHome(options, accounts.of(user));
        addMessages(options);
        return new SubmoduleType(
                surroundings,
                Group.of(new Foreign(), options),
                List.of(),
                Map.of("osConfig", osConfig),
                false);
    }

    private static void addHome(Map<String, OptionTree> options, Accounts.Home home) {
        options.put("home", Group.of(new Foreign(), home.homeOptions()));
        options.put("xdg", Group.of(new Foreign(), home.xdgOptions()));
    }

    private static void addMessages(Map<String, OptionTree> options) {
        options.put("assertions", OptionTree.leaf(ASSERTIONS));
        options.put("warnings", OptionTree.leaf(ListType.of(ScalarType.STRING)));
    }

    /** {@code systemd.user}: NixOS' and home-manager's. */
    private Group user() {
        Map<String, OptionTree> options = new TreeMap<>(homeUser());
        for (UnitFamily family : UnitFamily.values()) {
            options.put(
                    family.option(),
                    OptionTree.leaf(SetType.of(UnitOptionType.both(family, surroundings))));
        }
        options.put(
                "units",
                OptionTree.leaf(
                        SetType.of(UnitOptionType.submodule(UnitSchema.ofRaw(), surroundings))));
        options.put("extraConfig", OptionTree.leaf(JoinedType.LINES));
        options.put("generators", OptionTree.leaf(SetType.of(ScalarType.PATH)));
        options.put("tmpfiles", tmpfiles());
        return Group.of(new Mistaken(), options);
    }

    private Map<String, OptionTree> homeUser() {
        Map<String, OptionTree> options = new HashMap<>();
        OptionType variable =
                new AlternativeType(
                        new AlternativeType(ScalarType.STRING, ScalarType.PATH), ScalarType.NUMBER);
        options.put("sessionVariables", OptionTree.leaf(SetType.of(variable)));
        options.put("startServices", OptionTree.leaf(startServices()));
        options.put("servicesStartTimeoutMs", OptionTree.leaf(ScalarType.INT));
        options.put("enable", UnitSchema.leaf(ScalarType.BOOL, BoolValue.TRUE));
        options.put("systemctlPath", OptionTree.leaf(ScalarType.STRING));
        OptionType manager =
                SetType.of(new AlternativeType(UnitSchema.SECTION.element(), new ShallowSetType()));
        options.put(
                "settings", Group.of(new Mistaken(), Map.of("Manager", OptionTree.leaf(manager))));
        return options;
    }

    private static OptionType startServices() {
        return new AlternativeType(
                ScalarType.BOOL,
                new ScalarType(
                        "one of \"sd-switch\", \"suggest\"",
                        value ->
                                value instanceof Text(String word)
                                        && (word.equals("sd-switch") || word.equals("suggest"))));
    }

    private Group tmpfiles() {
        OptionType rules = UnitSchema.TEXTS;
        Group ofUser = Group.of(new Mistaken(), Map.of("rules", OptionTree.leaf(rules)));
        Map<String, OptionTree> options = new TreeMap<>();
        options.put("enable", UnitSchema.leaf(ScalarType.BOOL, BoolValue.TRUE));
        options.put("rules", OptionTree.leaf(rules));
        options.put(
                "users",
                OptionTree.leaf(SetType.of(UnitOptionType.submodule(ofUser, surroundings))));
        return Group.of(new Mistaken(), options);
    }

    /** {@code users}: of accounts only lingering is looked at. */
    private Group users() {
        Map<String, OptionTree> options = new TreeMap<>();
        options.put("users", OptionTree.leaf(SetType.of(new AccountType(surroundings, accounts))));
        options.put("extraUsers", new OptionTree.Alias("users", List.of()));
        options.put("manageLingering", UnitSchema.leaf(ScalarType.BOOL, BoolValue.TRUE));
        return Group.of(new Foreign(), options);
    }

    /** Returns the options of an account. */
    static Map<String, OptionTree> account() {
        Map<String, OptionTree> options = new TreeMap<>();
        options.put("name", OptionTree.leaf(ScalarType.STRING));
        options.put("linger", UnitSchema.leaf(new NullableType(ScalarType.BOOL), NullValue.NULL));
        return options;
    }

    private static Group logind() {
        Map<String, OptionTree> options = new TreeMap<>();
        options.put(
                "settings",
                Group.of(new Mistaken(), Map.of("Login", OptionTree.leaf(UnitSchema.SECTION))));
        options.put("extraConfig", OptionTree.leaf(JoinedType.LINES));
        LogindNames.RENAMED.forEach((old, name) ->
                options.put(old, new OptionTree.Alias("settings", List.of("Login", name))));
        return Group.of(new Mistaken(), options);
    }
}
