package hearth.journal.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.journal.Field;
import hearth.trial.Cost;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SyslogMessageTest {
    private static final int SIZE = 2_000;

    private static List<String> fields(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return SyslogMessage.read(bytes, bytes.length).entries().getFirst().fields().stream()
                .map(field -> new String(field.payload(), ISO_8859_1))
                .toList();
    }

    @Test
    void eachPartBecomesAField() {
        assertThat(fields("<38>Nov 30 13:29:07 sshd[123]: Accepted password"))
                .containsExactly(
                        "PRIORITY=6",
                        "SYSLOG_FACILITY=4",
                        "SYSLOG_IDENTIFIER=sshd",
                        "SYSLOG_PID=123",
                        "SYSLOG_TIMESTAMP=Nov 30 13:29:07 ",
                        "MESSAGE=Accepted password");
    }

    @Test
    void aDayMayHaveOneDigitAndAnIdentifierNoProcess() {
        assertThat(fields("<0>Nov  3  3:29:07 kernel:  two blanks"))
                .containsExactly(
                        "PRIORITY=0",
                        "SYSLOG_IDENTIFIER=kernel",
                        "SYSLOG_TIMESTAMP=Nov  3  3:29:07 ",
                        "MESSAGE= two blanks");
    }

    @Test
    void whatNoFieldHasIsKept() {
        assertThat(fields("hello\n"))
                .containsExactly(
                        "PRIORITY=6", "SYSLOG_FACILITY=1", "MESSAGE=hello", "SYSLOG_RAW=hello\n");
        assertThat(fields("<13>Nov 30 13:29:07 a: one\0two"))
                .contains("MESSAGE=one", "SYSLOG_RAW=<13>Nov 30 13:29:07 a: one\0two");
        assertThat(fields("<13>Nov 30 13:29:07 a: \377\n"))
                .contains("MESSAGE=\377", "SYSLOG_RAW=<13>Nov 30 13:29:07 a: \377\n");
    }

    @Test
    void whatIsNoPartIsText() {
        assertThat(fields("<1234>x")).contains("PRIORITY=6", "MESSAGE=<1234>x");
        assertThat(fields("<>x")).contains("MESSAGE=<>x");
        assertThat(fields("<1x>x")).contains("MESSAGE=<1x>x");
        assertThat(fields("<13")).contains("MESSAGE=<13");
        assertThat(fields("<13>")).contains("PRIORITY=5", "MESSAGE=");
        assertThat(fields("a[1]x: text")).contains("SYSLOG_IDENTIFIER=a[1]x", "MESSAGE=text");
        assertThat(fields("a]: text")).contains("SYSLOG_IDENTIFIER=a]", "MESSAGE=text");
        assertThat(fields("a:")).contains("SYSLOG_IDENTIFIER=a", "MESSAGE=");
        assertThat(fields(": text")).contains("MESSAGE=text");
        assertThat(fields("")).contains("MESSAGE=");
    }

    @Test
    void aPriorityHasItsFacilityAboveIt() {
        assertThat(fields("<191>x")).contains("PRIORITY=7", "SYSLOG_FACILITY=23");
        assertThat(fields("<999>x")).contains("PRIORITY=7", "SYSLOG_FACILITY=124");
    }

    static final class Reading implements Consumer<String> {
        @Override
        public void accept(String text) {
            byte[] bytes = text.getBytes(ISO_8859_1);
            List<Received.Sent> entries = SyslogMessage.read(bytes, bytes.length).entries();
            assert entries.getFirst().fields().stream().map(Field::nameLength).count() > 0;
        }
    }

    @Test
    void aMessageIsReadOnce() {
        for (String part : List.of("a", " ", "\n", "\0", "<", "<1>", "[", "a]", ":", "a[1]: ")) {
            assertThat(Cost.fault(Reading.class, part::repeat, SIZE)).as(part).isEmpty();
        }
    }
}
