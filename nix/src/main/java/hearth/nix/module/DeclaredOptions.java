package hearth.nix.module;

import hearth.nix.evaluation.Expect;
import hearth.nix.option.AnythingType;
import hearth.nix.option.Candidate;
import hearth.nix.option.OptionDeclaration;
import hearth.nix.option.OptionPath;
import hearth.nix.option.OptionPlace;
import hearth.nix.option.OptionTree;
import hearth.nix.option.OptionType;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The options that modules declare, added to those that there are already. */
final class DeclaredOptions {
    private final Surroundings surroundings;

    DeclaredOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Returns a group with the options of a set.
     *
     * @throws NixException where one is there already
     */
    OptionTree.Group add(
            OptionTree.Group group, Lazy declared, Position position, OptionPath path) {
        AttributeSet set = Expect.set(forced(declared, position), position);
        SortedMap<String, OptionTree> children = new TreeMap<>(group.children());
        for (int i = 0; i < set.size(); i++) {
            String name = set.nameAt(i);
            Position place = Candidate.known(set.positionAt(i), position);
            OptionTree known = children.get(name);
            OptionPath at = path.child(name);
            children.put(name, child(known, set.valueAt(i), group.others(), place, at));
        }
        return new OptionTree.Group(children, group.others());
    }

    private OptionTree child(
            @Nullable OptionTree known,
            Lazy declared,
            OptionTree.Others others,
            Position position,
            OptionPath path) {
        Value value = forced(declared, position);
        boolean isOption =
                value instanceof AttributeSet set
                        && set.value("_type") instanceof Text(String word)
                        && word.equals("option");
        if (!isOption && (known == null || known instanceof OptionTree.Group)) {
            OptionTree.Group group =
                    known instanceof OptionTree.Group there
                            ? there
                            : new OptionTree.Group(new TreeMap<>(), others);
            return add(group, value, position, path);
        }
        if (known != null) {
            throw new OptionPlace(surroundings.evaluation(), path)
                    .error(position, "is declared already" + where(known));
        }
        return new OptionTree.Leaf(declaration(Expect.set(value, position), position));
    }

    private static String where(OptionTree known) {
        return known instanceof OptionTree.Leaf(OptionDeclaration declaration)
                        && declaration.position().isKnown()
                ? ", at " + declaration.position()
                : ", as one of the options that Hearth knows";
    }

    private OptionDeclaration declaration(AttributeSet option, Position position) {
        Lazy type = option.get("type");
        OptionType read =
                type == null
                        ? new AnythingType(true)
                        : surroundings.types().read(forced(type, position), position);
        Optional<Value> conversion =
                option.find("apply")
                        .map(apply -> Expect.function(forced(apply, position), position));
        return new OptionDeclaration(read, option.find("default"), conversion, position);
    }

    private static Value forced(Lazy lazy, Position position) {
        try {
            return lazy.force();
        } catch (NixException e) {
            throw e.at(position);
        }
    }
}
