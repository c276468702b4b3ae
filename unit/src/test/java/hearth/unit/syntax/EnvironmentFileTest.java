package hearth.unit.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentFileTest {

    private static void holds(String text, String name, String value) {
        assertThat(EnvironmentFile.parse(text)).as(text).containsEntry(name, value);
    }

    @Test
    void linesAreAssignments() {
        holds("A=1\nB=2", "A", "1");
        holds("A=1\nB=2", "B", "2");
        holds("  A  =  x y  \n", "A", "x y");
        holds("A=\n", "A", "");
        holds("A=1\nA=2\n", "A", "2");
        holds("A=a=b", "A", "a=b");
        holds("A=1\r\nB=2\r\n", "A", "1");
    }

    @Test
    void quotesKeepBlanksAndLineEnds() {
        holds("A=\"  x  \"", "A", "  x  ");
        holds("A='x\ny'", "A", "x\ny");
        holds("A='\\n'", "A", "\\n");
        holds("A=\"a\\\"b\\$c\\w\"", "A", "a\"b$c\\w");
        holds("A=\"one \\\ntwo\"", "A", "one two");
        holds("A='a'  \"b \" 'c'", "A", "ab c");
    }

    @Test
    void quotesAfterOtherCharactersStandForThemselves() {
        holds("A={\"a\": 1}", "A", "{\"a\": 1}");
        holds("A='a' b \"c\"", "A", "ab \"c\"");
        holds("A=\"x\"y\"z\"", "A", "xy\"z\"");
        holds("A=x\"y z\"w", "A", "x\"y z\"w");
    }

    @Test
    void aBackslashEscapesAndJoins() {
        holds("A=a\\ \\'b", "A", "a 'b");
        holds("A=one \\\ntwo", "A", "one two");
        holds("A=a\\ \n", "A", "a ");
        holds("A=a\\  \n", "A", "a ");
    }

    @Test
    void eitherCharacterOfALineEndEndsALine() {
        assertThat(EnvironmentFile.parse("A=x\\\r\nB=2\rC=3\r\n\"\r\n"))
                .isEqualTo(Map.of("A", "x", "B", "2", "C", "3"));
        holds("A=\"un\\\r\nB=1\n\"", "A", "un\\\r\nB=1\n");
    }

    @Test
    void commentsAndOtherLinesAreLeftOut() {
        assertThat(EnvironmentFile.parse("# A=1\n;B=2\nnonsense\n1X=3\nC=4 # no\n"))
                .isEqualTo(Map.of("C", "4 # no"));
        assertThat(EnvironmentFile.parse("# a \\\nB=1\nC=2\n")).isEqualTo(Map.of("C", "2"));
    }

    @Test
    void variablesOfEnvironmentDotDMeanThoseBefore() {
        assertThat(
                        EnvironmentFile.parseWithVariables(
                                "A=$HOME/x\nB=${A}:${C:-none}:${HOME:+has}:$\nD=${open\n",
                                Map.of("HOME", "/h")))
                .isEqualTo(Map.of("A", "/h/x", "B", "/h/x:none:has:$", "D", "${open"));
    }

    @Test
    void referencesMeanWhatTheyMeanToSystemd() {
        String text =
                """
                B0=base
                B1=${NOPE:-${B0}}
                B2=${NOPE:-a b}
                B3=$NOPE1x-$B0x-$B0.x
                B4=${1X}
                B5=${B0
                B6=cost$
                B7=${B0:?x}
                B8=${B0:-x}${NOPE:+y}z
                B9=${B0:+${B0}-${B0}}
                C0=${NOPE:-${NOPE2:-deep}}
                C5=${}
                C6=$1
                C7=${B0:-}
                C9=a${B0:x}b
                D0=${NOPE:-}}
                D1=$${B0}
                D2=\\${B0}
                LANG=
                """;

        assertThat(EnvironmentFile.parseWithVariables(text, Map.of("LANG", "C")))
                .containsExactly(
                        Map.entry("B0", "base"),
                        Map.entry("B1", "base"),
                        Map.entry("B2", "a b"),
                        Map.entry("B3", "--base.x"),
                        Map.entry("B4", ""),
                        Map.entry("B5", "${B0"),
                        Map.entry("B6", "cost$"),
                        Map.entry("B7", "${B0:?x}"),
                        Map.entry("B8", "basez"),
                        Map.entry("B9", "base-base"),
                        Map.entry("C0", "deep"),
                        Map.entry("C5", ""),
                        Map.entry("C6", ""),
                        Map.entry("C7", "base"),
                        Map.entry("C9", "a${B0:x}b"),
                        Map.entry("D0", "}"),
                        Map.entry("D1", "${B0}"),
                        Map.entry("D2", "base"));
    }

    @Test
    void valuesThatGrowOutOfEachOtherHaveALimit() {
        StringBuilder text = new StringBuilder("A0=xxxxxxxxxxxxxxxx\n");
        for (int i = 1; i < 64; i++) {
            text.append("A%d=${A%d}${A%d}\n".formatted(i, i - 1, i - 1));
        }

        assertThat(EnvironmentFile.parseWithVariables(text.toString(), Map.of()).values())
                .allSatisfy(value -> assertThat(value.length()).isLessThanOrEqualTo(256 << 10));
    }

    @Test
    void defaultsInDefaultsEndSomewhere() {
        String text = "A=" + "${B:-".repeat(100_000) + "x" + "}".repeat(100_000);

        assertThat(EnvironmentFile.parseWithVariables(text, Map.of())).containsKey("A");
    }
}
