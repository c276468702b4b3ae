package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.evaluation.World;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.NullValue;
import hearth.nix.value.Text;
import hearth.nix.value.Thunk;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names that every program sees: {@code builtins}, what is in it, and what of that has a name
 * of its own.
 */
public final class Builtins {
    /** The version whose language this is. */
    private static final String NIX_VERSION = "2.26.3";

    /**
     * What needs no {@code builtins.} before it; of the rest each has a name that begins with two
     * underscores.
     */
    private static final Set<String> GLOBAL =
            Set.of(
                    "abort",
                    "baseNameOf",
                    "break",
                    "derivation",
                    "derivationStrict",
                    "dirOf",
                    "false",
                    "fetchGit",
                    "fetchMercurial",
                    "fetchTarball",
                    "fetchTree",
                    "fromTOML",
                    "import",
                    "isNull",
                    "map",
                    "null",
                    "placeholder",
                    "removeAttrs",
                    "scopedImport",
                    "throw",
                    "toString",
                    "true");

    private Builtins() {}

    /** Returns what each global name means in a run. */
    public static Map<String, Value> globals(Evaluation evaluation) {
        List<Attribute> attributes = new ArrayList<>();
        for (Builtin.Body[] family : families()) {
            for (Builtin.Body body : family) {
                attributes.add(new Attribute(body.nixName(), new Builtin(evaluation, body)));
            }
        }
        World world = evaluation.world();
        attributes.add(new Attribute("true", BoolValue.TRUE));
        attributes.add(new Attribute("false", BoolValue.FALSE));
        attributes.add(new Attribute("null", NullValue.NULL));
        attributes.add(new Attribute("currentSystem", Text.of(world.system())));
        attributes.add(
                new Attribute(
                        "currentTime", new IntValue(world.clock().instant().getEpochSecond())));
        attributes.add(new Attribute("langVersion", new IntValue(6)));
        attributes.add(new Attribute("nixPath", nixPath(world)));
        attributes.add(new Attribute("nixVersion", new Text(NIX_VERSION)));
        attributes.add(new Attribute("storeDir", new Text("/nix/store")));
        Itself itself = new Itself();
        attributes.add(new Attribute("builtins", itself));
        AttributeSet builtins = AttributeSet.of(attributes);
        itself.set = builtins;

        Map<String, Value> globals = new HashMap<>();
        globals.put("builtins", builtins);
        for (Attribute attribute : builtins) {
            if (attribute.value() instanceof Value value) {
                String name = attribute.name();
                globals.put(GLOBAL.contains(name) ? name : "__".concat(name).intern(), value);
            }
        }
        return globals;
    }

    private static Builtin.Body[][] families() {
        return new Builtin.Body[][] {
            ArithmeticBuiltin.values(),
            ControlBuiltin.values(),
            DataBuiltin.values(),
            FileBuiltin.values(),
            HashBuiltin.values(),
            ListBuiltin.values(),
            RegexBuiltin.values(),
            SetBuiltin.values(),
            StoreBuiltin.values(),
            StringBuiltin.values(),
            TypeBuiltin.values(),
            VersionBuiltin.values()
        };
    }

    private static Value nixPath(World world) {
        List<Lazy> entries = new ArrayList<>();
        for (World.SearchEntry entry : world.searchPath()) {
            entries.add(
                    AttributeSet.of(
                            "path", Text.of(entry.path()), "prefix", Text.of(entry.prefix())));
        }
        return ListValue.copyOf(entries);
    }

    /** {@code builtins.builtins}. */
    private static final class Itself extends Thunk {
        private AttributeSet set = AttributeSet.EMPTY;

        @Override
        protected Value compute() {
            return set;
        }
    }
}
