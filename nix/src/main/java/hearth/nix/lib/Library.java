package hearth.nix.lib;

import hearth.nix.evaluation.Evaluation;
import hearth.nix.language.Interpreter;
import hearth.nix.module.Surroundings;
import hearth.nix.option.Later;
import hearth.nix.option.OptionType;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Source;
import hearth.nix.source.Spelling;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** {@code lib}: functions and types, written in the language as far as that can be. */
public final class Library {
    /** What errors call the text that the functions are written in. */
    public static final String SOURCE_NAME = "«lib»";

    private static final String RESOURCE = "lib.nix";

    private Library() {}

    /**
     * Returns the set of functions of a run.
     *
     * @param natives functions that those call which need the packages
     * @param surroundings asked for when a program makes a type that has options
     */
    public static AttributeSet of(
            Interpreter interpreter, AttributeSet natives, Supplier<Surroundings> surroundings) {
        Evaluation evaluation = interpreter.evaluation();
        AttributeSet scope =
                AttributeSet.of(
                        "native",
                        natives,
                        "types",
                        Later.of(() -> new Types(evaluation, surroundings).value()));
        Value value = interpreter.evaluate(source(), scope);
        if (!(value instanceof AttributeSet lib)) {
            throw new IllegalStateException(RESOURCE + " is not a set");
        }
        return lib.withRest((name, site) -> Later.of(() -> unknown(lib, name, site)));
    }

    /**
     * Returns the type that a value such as {@code types.str} stands for.
     *
     * @throws NixException where it stands for none
     */
    public static OptionType type(Value value, Position site) {
        return TypeHandle.read(value, site);
    }

    private static Value unknown(AttributeSet lib, String name, Position site) {
        throw new NixException(
                NixException.Kind.FAILED,
                "lib."
                        + ByteStrings.decode(name)
                        + " is none of the functions of nixpkgs' lib that are here"
                        + Spelling.hint(name, lib.names()),
                site);
    }

    private static Source source() {
        try (InputStream in = Library.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new Source(SOURCE_NAME, ByteStrings.ofArray(in.readAllBytes()), "/");
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
    }
}
