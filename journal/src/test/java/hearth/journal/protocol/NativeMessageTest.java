package hearth.journal.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.journal.Field;
import hearth.trial.Cost;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NativeMessageTest {
    private static final int SIZE = 2_000;

    private static Received read(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return NativeMessage.read(bytes, bytes.length);
    }

    private static List<String> fields(Received received, int entry) {
        return received.entries().get(entry).fields().stream().map(Field::toString).toList();
    }

    /** Returns a field whose length is said. */
    private static String binary(String name, String value) {
        return binary(name, value, value.length());
    }

    private static String binary(String name, String value, long length) {
        byte[] size = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
        return name + "\n" + new String(size, ISO_8859_1) + value + "\n";
    }

    @Test
    void aFieldIsALineOrHasALength() {
        Received received = read("MESSAGE=a=b\n" + binary("TEXT", "one\ntwo\0") + "PRIORITY=3");

        assertThat(fields(received, 0))
                .containsExactly("MESSAGE=a=b", "TEXT=one\ntwo\0", "PRIORITY=3");
        assertThat(received.entries().getFirst().priority()).isEqualTo(3);
        assertThat(received.lost()).isZero();
    }

    @Test
    void anEmptyLineBeginsAnotherEntry() {
        Received received = read("\n\nA=1\n\n\nB=2\n\n");

        assertThat(received.entries()).hasSize(2);
        assertThat(fields(received, 1)).containsExactly("B=2");
        assertThat(received.entries().getFirst().priority()).isEqualTo(6);
    }

    @Test
    void whatOnlyTheReceiverMaySayIsPassedOver() {
        Received received =
                read("_UID=0\n" + binary("_PID", "1") + "__CURSOR=x\nMESSAGE=mine\n_TRANSPORT=x\n");

        assertThat(fields(received, 0)).containsExactly("MESSAGE=mine");
        assertThat(received.lost()).isZero();
    }

    @Test
    void whatIsNoNameIsPassedOver() {
        Received received =
                read(
                        "a=1\n1A=1\nA B=1\nA\0=1\nÄ=1\n"
                                + "X".repeat(65)
                                + "=1\n"
                                + "N".repeat(65_536)
                                + "=1\n"
                                + "X".repeat(64)
                                + "=1\n#A=1\n.B=1\nM=1\n");

        assertThat(fields(received, 0)).containsExactly("X".repeat(64) + "=1", "M=1");
    }

    @Test
    void anyBytesAreAValue() {
        Received received = read("MESSAGE=\0\377\376\033[31m\nEMPTY=\n");

        assertThat(received.entries().getFirst().fields().getFirst().payload())
                .isEqualTo("MESSAGE=\0\377\376\033[31m".getBytes(ISO_8859_1));
        assertThat(fields(received, 0)).contains("EMPTY=");
    }

    @Test
    void aLengthThatIsNotThereEndsTheMessage() {
        for (long length : new long[] {5, 100, Long.MAX_VALUE, -1, Integer.MAX_VALUE}) {
            Received received = read("A=1\n\n" + binary("B", "abc", length) + "\nC=1\n");

            assertThat(fields(received, 0)).as("%d", length).containsExactly("A=1");
            assertThat(received.lost()).as("%d", length).isOne();
        }
        assertThat(read("A=1\n\nB\n1234567").lost()).isOne();
        assertThat(read("A").lost()).isOne();
        assertThat(read("=x\n").lost()).isOne();
        assertThat(read(binary("B", "abc", 2)).lost()).isOne(); // no newline behind it
    }

    @Test
    void anEntryOfTooManyFieldsIsLost() {
        StringBuilder text = new StringBuilder("MESSAGE=one\n\n");
        for (int i = 0; i < 10_000; i++) {
            text.append('F').append(i).append("=x\n");
        }
        Received received = read(text.toString());

        assertThat(received.entries()).hasSize(1);
        assertThat(received.lost()).isOne();
    }

    @Test
    void aMessageHasABoundedNumberOfEntries() {
        Received received = read("A=\n\n".repeat(10_000));

        assertThat(received.entries()).hasSize(NativeMessage.ENTRIES_MAX);
        assertThat(received.lost()).isOne();
    }

    @Test
    void anEmptyMessageIsNoEntry() {
        assertThat(read("").entries()).isEmpty();
        assertThat(read("_UID=0\n").entries()).isEmpty();
        assertThat(read("").lost()).isZero();
    }

    static final class Reading implements Consumer<String> {
        @Override
        public void accept(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            NativeMessage.read(bytes, bytes.length);
        }
    }

    @Test
    void aMessageIsReadOnce() {
        for (String part : List.of("a", "A", "\n", "A=\n", "A=\n\n", "_A=1\n", "=", "A\n")) {
            assertThat(Cost.fault(Reading.class, part::repeat, SIZE)).as(part).isEmpty();
        }
    }
}
