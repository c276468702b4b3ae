package hearth.nix.option;

import hearth.nix.check.Nearest;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The options below a name of a configuration, with what defines them. Nothing is evaluated before
 * it is asked for.
 */
public final class OptionGroup {
    private final OptionPlace place;
    private final OptionTree.Group tree;
    private final Definer definer;
    private final Map<String, Option> options = new HashMap<>();
    private final Map<String, OptionGroup> groups = new HashMap<>();
    private final Lazy config = Later.of(this::configuration);
    private @Nullable Map<String, List<Candidate>> byName;

    /** Finds what defines the options of a group, by name. */
    @FunctionalInterface
    public interface Definer {
        /** Returns it; called at most once. */
        Map<String, List<Candidate>> definitions();
    }

    /** Something that is defined, and is no option of the group. */
    public record Stranger(String name, List<Candidate> definitions) {}

    /** Returns a group. */
    public OptionGroup(OptionPlace place, OptionTree.Group tree, Definer definer) {
        this.place = place;
        this.tree = tree;
        this.definer = definer;
    }

    /** Returns a group below another, defined by these. */
    public static OptionGroup of(
            OptionPlace place, OptionTree.Group tree, List<Candidate> definitions) {
        return new OptionGroup(place, tree, () -> Candidate.below(place, definitions));
    }

    /** Returns its place. */
    public OptionPlace place() {
        return place;
    }

    /** Returns the names that are defined below it. */
    public Set<String> definedNames() {
        return definitions().keySet();
    }

    /** Returns what defines a name, not looked at. */
    public List<Candidate> candidates(String name) {
        return definitions().getOrDefault(name, List.of());
    }

    /** Returns an option that the group has. */
    public Option option(String name) {
        return options.computeIfAbsent(name, this::newOption);
    }

    /** Returns a group below this one, which has it. */
    public OptionGroup group(String name) {
        return groups.computeIfAbsent(name, this::newGroup);
    }

    /** Returns its values as a set of the language. */
    public Lazy config() {
        return config;
    }

    /** Returns whatever is defined and is not an option of this group. */
    public List<Stranger> strangers() {
        List<Stranger> strangers = new ArrayList<>();
        definitions()
                .forEach((name, candidates) -> {
                    if (!tree.children().containsKey(name)) {
                        strangers.add(new Stranger(name, candidates));
                    }
                });
        return strangers;
    }

    /** Returns what other names than its options are. */
    public OptionTree.Others others() {
        return tree.others();
    }

    /** Returns the options, as they are declared. */
    public OptionTree.Group tree() {
        return tree;
    }

    /** Returns the failure of something that is defined and no option. */
    public NixException noSuchOption(Stranger stranger, String hint) {
        String name = ByteStrings.decode(stranger.name());
        String meant = hint.isEmpty() ? Nearest.hint(name, tree.children().keySet()) : hint;
        return place.child(stranger.name())
                .error(
                        stranger.definitions().getFirst().position(),
                        "there is no such option" + meant);
    }

    /** Fails where something is defined that must not be, here or in a group below. */
    public void checkNames() {
        if (tree.others() instanceof OptionTree.Mistaken) {
            for (Stranger stranger : strangers()) {
                throw noSuchOption(stranger, "");
            }
        }
        tree.children()
                .forEach((name, child) -> {
                    if (child instanceof OptionTree.Group && definitions().containsKey(name)) {
                        group(name).checkNames();
                    }
                });
    }

    private Map<String, List<Candidate>> definitions() {
        Map<String, List<Candidate>> known = byName;
        if (known == null) {
            known = withAliases(definer.definitions());
            byName = known;
        }
        return known;
    }

    /** Adds what is defined by another name to what that one means. */
    private Map<String, List<Candidate>> withAliases(Map<String, List<Candidate>> defined) {
        tree.children()
                .forEach((name, child) -> {
                    List<Candidate> candidates = defined.get(name);
                    if (candidates != null
                            && child
                                    instanceof OptionTree.Alias(String target, List<String> keys)) {
                        for (Candidate candidate : candidates) {
                            defined.computeIfAbsent(target, absent -> new ArrayList<>())
                                    .add(candidate.below(keys));
                        }
                    }
                });
        return defined;
    }

    private Option newOption(String name) {
        if (!(tree.children().get(name)
                instanceof OptionTree.Leaf(OptionDeclaration declaration))) {
            throw new IllegalArgumentException(place.path() + " has no option " + name);
        }
        return new Option(place.child(name), declaration, candidates(name));
    }

    private OptionGroup newGroup(String name) {
        if (!(tree.children().get(name) instanceof OptionTree.Group group)) {
            throw new IllegalArgumentException(place.path() + " has no group " + name);
        }
        return of(place.child(name), group, candidates(name));
    }

    private Value configuration() {
        List<Attribute> attributes = new ArrayList<>();
        Set<String> names = new TreeSet<>(tree.children().keySet());
        names.addAll(definedNames());
        for (String name : names) {
            List<Candidate> defined = candidates(name);
            Position position = defined.isEmpty() ? Position.NONE : defined.getFirst().position();
            value(name, defined)
                    .ifPresent(value -> attributes.add(new Attribute(name, value, position)));
        }
        return AttributeSet.of(attributes);
    }

    private Optional<Lazy> value(String name, List<Candidate> defined) {
        OptionTree child = tree.children().get(name);
        if (child instanceof OptionTree.Leaf) {
            return Optional.of(Later.of(() -> option(name).value()));
        }
        if (child instanceof OptionTree.Group) {
            return Optional.of(Later.of(() -> group(name).config().force()));
        }
        if (child instanceof OptionTree.Alias || tree.others() instanceof OptionTree.Mistaken) {
            return Optional.empty();
        }
        OptionType type =
                tree.others() instanceof OptionTree.Free(OptionType free)
                        ? free
                        : new AnythingType(true);
        var option = new Option(place.child(name), OptionDeclaration.of(type), defined);
        return Optional.of(Later.of(option::value));
    }
}
