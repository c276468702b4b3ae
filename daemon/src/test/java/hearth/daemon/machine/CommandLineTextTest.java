package hearth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected lines but the last two are what systemd 252 says of such processes. */
class CommandLineTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '%',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "/bin/sleep|600, /bin/sleep 600",
                "<1b>[31mred<07>|600, \"\\033[31mred\\a\" 600",
                "new<0a>line<0d>|600, \"new\\nline\\r\" 600",
                "it's|600, \"it's\" 600",
                "a b||c, \"a b\" \"\" c",
                "do$l`r\", \"do\\$l\\`r\\\"\"",
                "grüße, grüße",
                "tab<09>x, \"tab\\tx\"",
                "back\\sl, \"back\\\\sl\"",
                "<9b>csi, \"\\302\\233csi\"",
                "bidi<202e>abc, \"bidi\\342\\200\\256abc\"",
            })
    void argumentsAreSaidAsAShellIsGivenThem(String arguments, String said) {
        byte[] bytes = unfolded(arguments).getBytes(StandardCharsets.UTF_8);

        assertThat(CommandLineText.ofArguments(bytes)).isEqualTo(said);
    }

    @Test
    void bytesThatAreNoTextAreSpelledOut() {
        byte[] bytes = {(byte) 0xff, (byte) 0xfe, 'b', 'a', 'd', 0};

        assertThat(CommandLineText.ofArguments(bytes)).isEqualTo("\"\\377\\376bad\"");
    }

    @Test
    void nulsBehindTheArgumentsAreNone() {
        assertThat(
                        CommandLineText.ofArguments(
                                "sshd: alice\0\0\0".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("\"sshd: alice\"");
        assertThat(CommandLineText.ofArguments(new byte[3])).isEmpty();
    }

    /** A bar ends an argument, and hexadecimal digits in angles stand for a character. */
    private static String unfolded(String text) {
        var unfolded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '<') {
                int end = text.indexOf('>', i);
                unfolded.appendCodePoint(Integer.parseInt(text.substring(i + 1, end), 16));
                i = end;
            } else {
                unfolded.append(text.charAt(i) == '|' ? '\0' : text.charAt(i));
            }
        }
        return unfolded.append('\0').toString();
    }
}
