package hearth.nix.option;

import hearth.nix.evaluation.Calls;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An option of a configuration. What defines it is looked at when its value is asked for. */
public final class Option {
    private final OptionPlace place;
    private final OptionDeclaration declaration;
    private final List<Candidate> candidates;
    private final Lazy value = Later.of(this::compute);
    private @Nullable List<Definition> definitions;

    /** Returns an option with what may define it. */
    public Option(OptionPlace place, OptionDeclaration declaration, List<Candidate> candidates) {
        this.place = place;
        this.declaration = declaration;
        this.candidates = candidates;
    }

    /** Returns its place. */
    public OptionPlace place() {
        return place;
    }

    /** Returns its type. */
    public OptionType type() {
        return declaration.type();
    }

    /** Returns the definitions that count, its default being none of them. */
    public List<Definition> definitions() {
        List<Definition> known = definitions;
        if (known == null) {
            known = Candidate.effective(candidates);
            definitions = known;
        }
        return known;
    }

    /** Returns whether something defines it. */
    public boolean isDefined() {
        return !definitions().isEmpty();
    }

    /** Returns where it is defined first, else where it is declared. */
    public Position position() {
        return candidates.isEmpty() ? declaration.position() : candidates.getFirst().position();
    }

    /**
     * Returns its value.
     *
     * @throws NixException where there is none
     */
    public Value value() {
        try {
            return value.force();
        } catch (NixException e) {
            throw e.at(position())
                    .within("while evaluating the option '" + place.path() + "'", position());
        }
    }

    private Value compute() {
        List<Candidate> all = new ArrayList<>(candidates);
        declaration
                .fallback()
                .ifPresent(
                        fallback -> all.add(Candidate.ofDefault(fallback, declaration.position())));
        List<Definition> counting =
                declaration.fallback().isPresent() ? Candidate.effective(all) : definitions();
        Value merged =
                counting.isEmpty()
                        ? declaration
                                .type()
                                .empty()
                                .orElseThrow(
                                        () -> place.error(position(), "is used but not defined"))
                        : declaration.type().merge(place, counting);
        return declaration.conversion().isPresent()
                ? Calls.call(declaration.conversion().get(), merged, declaration.position())
                : merged;
    }
}
