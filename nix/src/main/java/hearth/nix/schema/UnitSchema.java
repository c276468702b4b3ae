package hearth.nix.schema;

import hearth.nix.declaration.OverrideStrategy;
import hearth.nix.declaration.ScriptKind;
import hearth.nix.declaration.UnitRelation;
import hearth.nix.option.AlternativeType;
import hearth.nix.option.AnythingType;
import hearth.nix.option.DirectiveType;
import hearth.nix.option.JoinedType;
import hearth.nix.option.ListType;
import hearth.nix.option.NullableType;
import hearth.nix.option.OptionDeclaration;
import hearth.nix.option.OptionTree;
import hearth.nix.option.OptionType;
import hearth.nix.option.ScalarType;
import hearth.nix.option.SetType;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.NullValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.Map;
import java.util.TreeMap;

/**
 * The options of NixOS' units.
 *
 * @see <a href="https://search.nixos.org/options?query=systemd.user.services">NixOS' options</a>
 */
final class UnitSchema {
    /** A section: directives by their own names. */
    static final SetType SECTION = SetType.of(new DirectiveType());

    /** Names of units, and other words. */
    static final ListType TEXTS = ListType.of(ScalarType.STRING);

    private static final OptionType PATH_LIKE =
            new AlternativeType(ScalarType.STRING, ScalarType.PATH);

    /** Variables: null leaves one out. */
    static final SetType ENVIRONMENT = SetType.of(new NullableType(PATH_LIKE));

    /** Packages, and directories that have {@code bin}. */
    static final ListType PACKAGES =
            ListType.of(new NullableType(new AlternativeType(ScalarType.PACKAGE, PATH_LIKE)));

    private UnitSchema() {}

    /** Returns the options of the units of a family. */
    static OptionTree.Group of(UnitFamily family) {
        Map<String, OptionTree> options = linked();
        options.put("name", OptionTree.leaf(ScalarType.STRING));
        options.put("description", leaf(ScalarType.SINGLE_LINE, Text.EMPTY));
        options.put("documentation", OptionTree.leaf(TEXTS));
        for (UnitRelation relation : UnitRelation.values()) {
            options.put(relation.option(), OptionTree.leaf(TEXTS));
        }
        OptionType limit = new NullableType(new AlternativeType(ScalarType.INT, ScalarType.STRING));
        options.put("startLimitBurst", leaf(limit, NullValue.NULL));
        options.put("startLimitIntervalSec", leaf(limit, NullValue.NULL));
        options.put("unitConfig", OptionTree.leaf(SECTION));
        ListType triggers = ListType.of(new AnythingType(false));
        options.put("restartTriggers", OptionTree.leaf(triggers));
        options.put("reloadTriggers", OptionTree.leaf(triggers));
        if (!family.configOption().isEmpty()) {
            options.put(family.configOption(), OptionTree.leaf(SECTION));
        }
        if (family == UnitFamily.SERVICES) {
            addService(options);
        }
        if (family == UnitFamily.SOCKETS) {
            options.put("listenStreams", OptionTree.leaf(TEXTS));
            options.put("listenDatagrams", OptionTree.leaf(TEXTS));
        }
        return OptionTree.Group.of(new OptionTree.Mistaken(), options);
    }

    /** Returns the options of {@code systemd.user.units}, where a unit is a text. */
    static OptionTree.Group ofRaw() {
        Map<String, OptionTree> options = linked();
        options.put("text", leaf(new NullableType(ScalarType.STRING), NullValue.NULL));
        return OptionTree.Group.of(new OptionTree.Mistaken(), options);
    }

    private static Map<String, OptionTree> linked() {
        Map<String, OptionTree> options = new TreeMap<>();
        options.put("enable", leaf(ScalarType.BOOL, BoolValue.TRUE));
        options.put(
                "overrideStrategy",
                leaf(
                        new ScalarType(
                                "\"asDropinIfExists\" or \"asDropin\"",
                                value ->
                                        value instanceof Text(String word)
                                                && OverrideStrategy.ofWord(word).isPresent()),
                        Text.of(OverrideStrategy.AS_DROPIN_IF_EXISTS.word())));
        for (String links : new String[] {"wantedBy", "requiredBy", "upheldBy", "aliases"}) {
            options.put(links, OptionTree.leaf(TEXTS));
        }
        return options;
    }

    private static void addService(Map<String, OptionTree> options) {
        options.put("environment", OptionTree.leaf(ENVIRONMENT));
        options.put("path", OptionTree.leaf(PACKAGES));
        options.put("enableDefaultPath", leaf(ScalarType.BOOL, BoolValue.TRUE));
        options.put("enableStrictShellChecks", leaf(ScalarType.BOOL, BoolValue.FALSE));
        for (ScriptKind script : ScriptKind.values()) {
            options.put(script.option(), leaf(JoinedType.LINES, Text.EMPTY));
        }
        options.put("scriptArgs", leaf(ScalarType.STRING, Text.EMPTY));
        options.put("restartIfChanged", leaf(ScalarType.BOOL, BoolValue.TRUE));
        options.put("reloadIfChanged", leaf(ScalarType.BOOL, BoolValue.FALSE));
        options.put("stopIfChanged", leaf(ScalarType.BOOL, BoolValue.TRUE));
        options.put("notSocketActivated", leaf(ScalarType.BOOL, BoolValue.FALSE));
        options.put("startAt", OptionTree.leaf(new AlternativeType(TEXTS, ScalarType.STRING)));
    }

    /** Returns an option with a default. */
    static OptionTree leaf(OptionType type, Value fallback) {
        Lazy lazy = fallback;
        return new OptionTree.Leaf(OptionDeclaration.of(type, lazy));
    }
}
