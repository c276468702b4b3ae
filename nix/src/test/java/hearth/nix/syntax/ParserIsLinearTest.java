package hearth.nix.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.source.NixException;
import hearth.nix.source.Source;
import hearth.trial.Cost;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four times the program costs four times the steps, however it is made. */
final class ParserIsLinearTest {
    private static final int SIZE = 1_000;
    private static final long STACK_BYTES = 256 << 20;
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    static final class Program implements Consumer<String> {
        @Override
        public void accept(String text) {
            try {
                Parser.parse(Source.ofText("test.nix", text, "/tree"), "/home/me");
            } catch (NixException e) {
                assertThat(e.getMessage()).isNotNull(); // the texts here are no programs, mostly
            }
        }
    }

    /** Programs are read where the stack is as deep as the parser lets them nest. */
    private static void assertLinear(IntFunction<String> text) {
        FutureTask<String> fault = new FutureTask<>(() -> Cost.fault(Program.class, text, SIZE));
        new Thread(null, fault, "parser", STACK_BYTES).start();
        assertThat(fault).succeedsWithin(DEADLINE).isEqualTo("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.",
                "a ",
                "1.",
                "1 ",
                ".5 ",
                "a-b+c.",
                "a:b ",
                "a+",
                "-",
                "!",
                "/",
                "./a ",
                "<a> ",
                "~/a ",
                "# a\n",
                "/* */",
                "/*",
                "\"",
                "''",
                "\"a\" ",
                "\"${a}\" ",
                "''\n  a''",
                "a ++ ",
                "a // ",
                "a: ",
                "{}: ",
                "{a}: ",
                "{ a, ",
                "{ a = 1; ",
                "[ ",
                "( ",
                "${",
                "\"${",
                "let a = 1; in ",
                "if a then b else ",
                "with a; ",
                "assert a; ",
                "a ? b ",
                "a.b or c ",
                "a -> ",
                "inherit ",
                "rec { ",
                "'''",
                "''$",
                "\\",
                "\"\\${",
                "é",
                "\0"
            })
    void eachByteIsLookedAtOnce(String part) {
        assertLinear(part::repeat);
        assertLinear(size -> "[ " + part.repeat(size) + " ]");
        assertLinear(size -> "\"" + part.repeat(size));
        assertLinear(size -> "''\n" + part.repeat(size));
        assertLinear(size -> "{ a." + part.repeat(size));
    }
}
