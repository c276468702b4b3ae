package hearth.unit.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.syntax.Words.Escapes;
import hearth.unit.syntax.Words.Next;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static List<String> decoded(String text) {
        return Words.split(text, Escapes.DECODED);
    }

    @Test
    void blanksPartWordsAndQuotesKeepThemTogether() {
        assertThat(decoded("a  b\tc")).containsExactly("a", "b", "c");
        assertThat(decoded("'a b' \"c d\"")).containsExactly("a b", "c d");
        assertThat(decoded("a'b c'd")).containsExactly("ab cd");
        assertThat(decoded("\"it's\" 'say \"hi\"'")).containsExactly("it's", "say \"hi\"");
        assertThat(decoded("'' x")).containsExactly("", "x");
        assertThat(decoded("   ")).isEmpty();
    }

    @Test
    void escapesOfCAreDecoded() {
        assertThat(decoded("a\\x20b \\101 \\n \\s \\\\ \\\"")) //
                .containsExactly("a b", "A", "\n", " ", "\\", "\"");
        assertThat(decoded("\\u00e9 \\U0001f600 \\xc3\\xa9")).containsExactly("é", "😀", "é");
    }

    @Test
    void unknownEscapesStayAndAreNoticed() {
        Words words = new Words("\\w \\x0g \\u0000", Escapes.DECODED);

        assertThat(words.next()).isEqualTo(new Next.Word("\\w", false));
        assertThat(words.next()).isEqualTo(new Next.Word("\\x0g", false));
        assertThat(words.next()).isEqualTo(new Next.Word("\\u0000", false));
        assertThat(words.hasUnknownEscapes()).isTrue();
    }

    @Test
    void keptEscapesAreNotTouched() {
        assertThat(Words.split("a\\ b \\x20 \\'", Escapes.KEPT))
                .containsExactly("a\\ b", "\\x20", "\\'");
    }

    @Test
    void openQuotesAndTrailingBackslashesAreBroken() {
        assertThat(new Words("'abc", Escapes.DECODED).next()).isInstanceOf(Next.Broken.class);
        assertThat(new Words("abc\\", Escapes.DECODED).next()).isInstanceOf(Next.Broken.class);
    }

    @Test
    void whatIsQuotedIsOneWordAgain() {
        for (String word :
                new String[] {
                    "", "a", "a b", "it's", "\"", "\\", "a\nb", "\u0001", ";", "é\t", "$x"
                }) {
            assertThat(decoded(Words.quote(word))).as(word).containsExactly(word);
        }
    }
}
