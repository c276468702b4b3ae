package hearth.nix.module;

import hearth.nix.option.AnythingType;
import hearth.nix.option.Candidate;
import hearth.nix.option.Definition;
import hearth.nix.option.Later;
import hearth.nix.option.Option;
import hearth.nix.option.OptionGroup;
import hearth.nix.option.OptionPlace;
import hearth.nix.option.OptionTree;
import hearth.nix.option.SetType;
import hearth.nix.option.SingleType;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Modules, merged. All of them see the result as {@code config} while it is being made, so all of
 * it is lazy: only which modules there are, and which options they name, must be known before.
 */
public final class Configuration {
    /** {@code _module.args}: further arguments for all modules. */
    private static final OptionTree MODULE_OPTIONS =
            OptionTree.Group.of(
                    new OptionTree.Foreign(),
                    Map.of(
                            "args",
                            OptionTree.leaf(
                                    new SetType(new SingleType(new AnythingType(false)), true))));

    private final Surroundings surroundings;
    private final OptionPlace place;
    private final OptionTree.Group known;
    private final List<ModuleSource> sources;
    private final Map<String, Lazy> arguments = new HashMap<>();
    private @Nullable OptionGroup root;
    private boolean isCollecting;

    /**
     * Returns a configuration, of which nothing has been evaluated yet.
     *
     * @param known the options that there are before modules declare others
     * @param special arguments for these modules
     */
    public Configuration(
            Surroundings surroundings,
            OptionPlace place,
            OptionTree.Group known,
            List<ModuleSource> sources,
            Map<String, Lazy> special) {
        this.surroundings = surroundings;
        this.place = place;
        this.known = known;
        this.sources = sources;
        arguments.putAll(surroundings.arguments());
        arguments.putAll(special);
        arguments.put("config", Later.of(() -> root().config().force()));
        arguments.put("options", Later.of(() -> new OptionValues(root()).value()));
    }

    /** Returns what all its modules see. */
    public Lazy config() {
        return root().config();
    }

    /**
     * Returns its options.
     *
     * @throws NixException where a module cannot be imported, or is none
     */
    public OptionGroup root() {
        OptionGroup made = root;
        if (made != null) {
            return made;
        }
        if (isCollecting) {
            throw new NixException(
                    NixException.Kind.INFINITE_RECURSION,
                    "infinite recursion encountered: imports, and the names of options, cannot"
                            + " depend on config; lib.mkIf takes the place of if",
                    Position.NONE);
        }
        isCollecting = true;
        try {
            made = collect();
        } finally {
            isCollecting = false;
        }
        root = made;
        return made;
    }

    private OptionGroup collect() {
        List<Module> modules =
                new ModuleCollector(surroundings, arguments, this::argument).collect(sources);
        SortedMap<String, OptionTree> children = new TreeMap<>(known.children());
        children.put("_module", MODULE_OPTIONS);
        var tree = new OptionTree.Group(children, known.others());
        var declared = new DeclaredOptions(surroundings);
        for (Module module : modules) {
            Position position = module.definitions().position();
            if (module.options().isPresent()) {
                tree = declared.add(tree, module.options().get(), position, place.path());
            }
            if (module.freeformType().isPresent()) {
                Value type = module.freeformType().get().force();
                tree = free(tree, type, position);
            }
        }
        List<Candidate> definitions = new ArrayList<>();
        modules.forEach(module -> definitions.add(module.definitions()));
        return OptionGroup.of(place, tree, definitions);
    }

    /** A freeform type is one of sets; what counts here is what they are sets of. */
    private OptionTree.Group free(OptionTree.Group tree, Value type, Position position) {
        return surroundings.types().read(type, position) instanceof SetType set
                ? new OptionTree.Group(tree.children(), new OptionTree.Free(set.element()))
                : new OptionTree.Group(
                        tree.children(), new OptionTree.Free(new AnythingType(false)));
    }

    private Lazy argument(String name, Position position) {
        return Later.of(() -> {
            if (!isCollecting) {
                Option args = root().group("_module").option("args");
                for (Definition definition : args.definitions()) {
                    Lazy value =
                            definition.value() instanceof AttributeSet set ? set.get(name) : null;
                    if (value != null) {
                        return unwrapped(value, definition);
                    }
                }
            }
            throw new NixException(
                    NixException.Kind.FAILED,
                    "the module asks for '"
                            + ByteStrings.decode(name)
                            + "', which nothing gives it here"
                            + hint(name),
                    position);
        });
    }

    private static Value unwrapped(Lazy value, Definition definition) {
        List<Definition> parts =
                Candidate.effective(List.of(Candidate.of(value, definition.position())));
        return parts.isEmpty() ? value.force() : parts.getFirst().value();
    }

    private static String hint(String name) {
        return name.equals("inputs") || name.equals("self")
                ? ": flakes and their inputs need Nix"
                : "; _module.args could";
    }
}
