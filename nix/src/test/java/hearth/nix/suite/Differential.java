package hearth.nix.suite;

import hearth.nix.evaluation.Limits;
import hearth.nix.evaluation.World;
import hearth.nix.format.JsonWriter;
import hearth.nix.language.Interpreter;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Compares this evaluator with the real one over programs made by chance: both give the same JSON,
 * or both fail.
 *
 * <p>Started by {@code nix/differential} with the program {@code nix-instantiate}, a number of
 * programs and a seed.
 */
public final class Differential {
    private final String nixInstantiate;
    private int same;
    private int failed;
    private int different;

    private Differential(String nixInstantiate) {
        this.nixInstantiate = nixInstantiate;
    }

    /** Compares so many programs. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seed = Long.parseLong(arguments[2]);
        ExpressionGenerator generator = new ExpressionGenerator(seed);
        Differential differential = new Differential(arguments[0]);
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            differential.compare(generator.next());
        }
        System.out.println(
                "seed "
                        + seed
                        + ": "
                        + differential.same
                        + " programs have the same JSON, "
                        + differential.failed
                        + " fail in both, "
                        + differential.different
                        + " differ");
        System.exit(differential.different == 0 ? 0 : 1);
    }

    private void compare(String program) throws IOException, InterruptedException {
        Optional<String> theirs = real(program);
        Optional<String> ours = own(program);
        if (!theirs.equals(ours)) {
            different++;
            System.out.println(
                    program
                            + "\n  Nix:    "
                            + theirs.orElse("fails")
                            + "\n  Hearth: "
                            + ours.orElseGet(() -> failure(program)));
        } else if (ours.isPresent()) {
            same++;
        } else {
            failed++;
        }
    }

    private Optional<String> real(String program) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                nixInstantiate,
                                "--store",
                                "dummy://",
                                "--eval",
                                "--strict",
                                "--json",
                                "-E",
                                program)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? Optional.of(json.strip()) : Optional.empty();
    }

    private static Optional<String> own(String program) {
        try {
            return Optional.of(json(program));
        } catch (NixException e) {
            return Optional.empty();
        }
    }

    private static String failure(String program) {
        try {
            return json(program);
        } catch (NixException e) {
            return e.report();
        }
    }

    private static String json(String program) {
        return Interpreter.run(
                World.empty(),
                Limits.DEFAULT,
                interpreter ->
                        ByteStrings.decode(
                                JsonWriter.write(
                                        interpreter.evaluation(),
                                        interpreter.evaluate(
                                                Source.ofText("(string)", program, "/")),
                                        Position.NONE)));
    }
}
