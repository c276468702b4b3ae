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
        holds("A='a' b \"c\"", "A", "a b c");
    }

    @Test
    void aBackslashEscapesAndJoins() {
        holds("A=a\\ \\'b", "A", "a 'b");
        holds("A=one \\\ntwo", "A", "one two");
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
}
