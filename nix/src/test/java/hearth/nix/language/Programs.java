package hearth.nix.language;

import hearth.nix.evaluation.Limits;
import hearth.nix.evaluation.World;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Source;
import hearth.nix.source.TextTree;
import hearth.nix.value.Printer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs in, what {@code nix eval} would print out. */
public final class Programs {
    private Programs() {}

    /** Returns the value of a program, printed. */
    public static String value(String program) {
        return value(program, World.empty(), Limits.DEFAULT);
    }

    /** Returns the value of a program that sees some files, printed. */
    public static String value(String program, Map<String, String> files) {
        return value(program, World.of(TextTree.of(files), message -> {}), Limits.DEFAULT);
    }

    /** Returns the value of a program in a world, printed. */
    public static String value(String program, World world, Limits limits) {
        return Interpreter.run(
                world,
                limits,
                interpreter ->
                        ByteStrings.decode(
                                Printer.deep(
                                        interpreter.evaluate(
                                                Source.ofText("test.nix", program, "/tree")))));
    }

    /** Returns what a program fails with. */
    public static NixException failure(String program) {
        return failure(program, World.empty(), Limits.DEFAULT);
    }

    /** Returns what a program fails with in a world. */
    public static NixException failure(String program, World world, Limits limits) {
        String value;
        try {
            value = value(program, world, limits);
        } catch (NixException e) {
            return e;
        }
        throw new AssertionError("it has a value: " + value);
    }

    /** Returns what a program says while it runs. */
    public static List<String> messages(String program) {
        List<String> messages = new ArrayList<>();
        value(program, World.of(TextTree.empty(), messages::add), Limits.DEFAULT);
        return messages;
    }
}
