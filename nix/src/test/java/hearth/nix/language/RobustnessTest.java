package hearth.nix.language;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.evaluation.Limits;
import hearth.nix.evaluation.World;
import hearth.nix.source.NixException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RobustnessTest {
    private static final long SEED = 20_261_122;

    /** What somebody could write, which chance then spoils. */
    private static final String[] PROGRAMS = {
        "{ lib, ... }: { a.b = [ \"x${toString 1}\" ''\n  y ${z}\n'' ]; inherit (lib) c; }",
        "let f = { a ? 1, b, ... }@c: a + b; in f { b = -2; } // rec { x = y; y = 3; } ? z",
        "with builtins; map (x: x.a or null) (filter isAttrs [ { a = 1.5e3; } ./p/q <r> ~/s http://t ])",
        "assert 1 <= 2 && !false || true -> false; if a then b else c",
        "builtins.fromJSON ''{\"a\": [1, 2.5, null, \"\\u0041\"]}''",
        "builtins.fromTOML ''a.b = [1, 0x2f]\n[c]\nd = { e = \"f\" }''",
        "builtins.split \"(a|b*)+[^c-d]{1,3}$\" \"abcabd\"",
        "builtins.genericClosure { startSet = [ { key = 1; } ]; operator = x: [ ]; }",
    };

    private static final String ALPHABET =
            "{}[]()\"'$\\;:,.@?=+-*/<>!&| \n\r\tabrecinletwithif019_~#\0é";

    @Test
    void whateverIsWrittenItEndsWithAValueOrAnErrorOfTheLanguage() {
        Random random = new Random(SEED);
        Limits limits =
                Limits.DEFAULT
                        .withTime(Duration.ofSeconds(5))
                        .withCallDepth(200)
                        .withBytes(1 << 24);
        int failures = 0;
        for (int i = 0; i < 4_000; i++) {
            String program = spoiled(PROGRAMS[random.nextInt(PROGRAMS.length)], random);
            try {
                Programs.value(program, World.empty(), limits);
            } catch (NixException e) {
                failures++;
                assertThat(e.report()).as(program).isNotBlank();
            }
        }
        assertThat(failures).isGreaterThan(1_000);
    }

    private static String spoiled(String program, Random random) {
        StringBuilder text = new StringBuilder(program);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.toString();
    }
}
