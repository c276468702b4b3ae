package hearth.unit.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameEscapesTest {

    @Test
    void textBecomesPartOfANameAndBack() {
        String[][] cases = {
            {"hello", "hello"},
            {"a/b", "a-b"},
            {"a-b", "a\\x2db"},
            {".x", "\\x2ex"},
            {"a b", "a\\x20b"},
            {"é", "\\xc3\\xa9"},
            {"a.b:c_d", "a.b:c_d"}
        };
        for (String[] each : cases) {
            assertThat(NameEscapes.escape(each[0])).isEqualTo(each[1]);
            assertThat(NameEscapes.unescape(each[1])).contains(each[0]);
        }
    }

    @Test
    void brokenEscapesAreNone() {
        assertThat(NameEscapes.unescape("a\\")).isEmpty();
        assertThat(NameEscapes.unescape("a\\n")).isEmpty();
        assertThat(NameEscapes.unescape("\\x0")).isEmpty();
    }

    @Test
    void pathsLoseNeedlessSlashes() {
        assertThat(NameEscapes.escapePath("//home//alice/")).contains("home-alice");
        assertThat(NameEscapes.escapePath("/")).contains("-");
        assertThat(NameEscapes.escapePath("/a/../b")).isEmpty();
        assertThat(NameEscapes.unescapePath("home-alice")).contains("/home/alice");
        assertThat(NameEscapes.unescapePath("-")).contains("/");
        assertThat(NameEscapes.unescapePath("a--b")).isEmpty();
    }
}
