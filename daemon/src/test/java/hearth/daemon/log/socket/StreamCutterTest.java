package hearth.daemon.log.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Budgets;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.journal.protocol.Received;
import hearth.journal.protocol.StreamHeader;
import hearth.journal.protocol.StreamLines;
import hearth.trial.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StreamCutterTest {
    private static final StreamHeader HEADER = new StreamHeader("cat", 30, false);

    /** A connection: what has come and is not taken is in its socket. */
    private static final class Socket {
        private final StreamCutter cutter =
                new StreamCutter(Budgets.generous().of(1000).open(Resource.INCOMING_BYTES));
        private final byte[] waiting = new byte[64 * 1024];
        private final List<Received.Sent> lines = new ArrayList<>();
        private int size;

        void come(byte[] bytes, int from, int length) {
            System.arraycopy(bytes, from, waiting, size, length);
            size += length;
            while (look()) {
                // until only what has begun is left
            }
        }

        private boolean look() {
            switch (cutter.cut(waiting, size, HEADER)) {
                case StreamCutter.Outcome.Lines(List<Received.Sent> whole, int taken) -> {
                    lines.addAll(whole);
                    take(taken);
                    return size > 0;
                }
                case StreamCutter.Outcome.Begun _ when cutter.mayWait() -> {
                    return false;
                }
                case StreamCutter.Outcome.Begun _ -> {
                    cutter.keep(waiting, size, HEADER);
                    take(size);
                    return false;
                }
            }
        }

        private void take(int bytes) {
            System.arraycopy(waiting, bytes, waiting, 0, size - bytes);
            size -= bytes;
        }

        void end() {
            lines.addAll(cutter.end(waiting, size, HEADER).lines());
        }
    }

    /** Has a text come in pieces of one byte, which is the dearest way. */
    static final class Dripping implements Consumer<String> {
        @Override
        public void accept(String text) {
            var socket = new Socket();
            byte[] bytes = text.getBytes(UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                socket.come(bytes, i, 1);
            }
            socket.end();
        }
    }

    @Test
    void aLineThatDripsCostsWhatItIsLong() {
        for (String part : List.of("a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "\n", " ")) {
            assertThat(Cost.fault(Dripping.class, part::repeat, 8_000 / part.length()))
                    .as(part)
                    .isEmpty();
        }
    }

    private static List<Received.Sent> cut(byte[] bytes, int pieceBytes) {
        var socket = new Socket();
        for (int i = 0; i < bytes.length; i += pieceBytes) {
            socket.come(bytes, i, Math.min(pieceBytes, bytes.length - i));
        }
        socket.end();
        return socket.lines;
    }

    @Test
    void linesAreTheSameInWhateverPiecesTheyCome() {
        byte[] bytes = new byte[3 * StreamLines.LINE_BYTES_MAX];
        Arrays.fill(bytes, (byte) 'x');
        byte[] head = "one\ntwo\0\n\n  \nthree ".getBytes(UTF_8);
        System.arraycopy(head, 0, bytes, 0, head.length);
        bytes[2 * StreamLines.LINE_BYTES_MAX] = '\n';
        List<String> whole = texts(cut(bytes, 16_000));

        assertThat(whole).hasSize(6);
        for (int pieceBytes : List.of(1, 7, 100, 1_500, 15_999)) {
            assertThat(texts(cut(bytes, pieceBytes))).as(pieceBytes + " bytes").isEqualTo(whole);
        }
    }

    private static List<String> texts(List<Received.Sent> lines) {
        return lines.stream().map(line -> line.fields().toString()).toList();
    }

    @Test
    void aLineEndsWhereItsUserMayHaveNoMore() {
        var budget = Budgets.generous().of(1000);
        var charges = new ArrayList<Charge>();
        byte[] bytes = new byte[40_000];
        Arrays.fill(bytes, (byte) 'x');
        long most = Resource.INCOMING_BYTES.most() / bytes.length;
        int begun = 0;
        StreamCutter.Outcome last = new StreamCutter.Outcome.Begun();
        while (last instanceof StreamCutter.Outcome.Begun && begun <= most + 1) {
            Charge charge = budget.open(Resource.INCOMING_BYTES);
            charges.add(charge);
            last = new StreamCutter(charge).keep(bytes, bytes.length, HEADER);
            begun++;
        }

        assertThat(begun).isEqualTo(most + 1);
        assertThat(last).isInstanceOf(StreamCutter.Outcome.Lines.class);
        if (last instanceof StreamCutter.Outcome.Lines(List<Received.Sent> lines, int taken)) {
            assertThat(taken).isEqualTo(bytes.length);
            assertThat(lines).hasSize(1);
        }
        assertThat(charges.getLast().amount()).isZero();
    }

    @Test
    void aLineThatIsWholeIsChargedNoMore() {
        Charge charge = Budgets.generous().of(1000).open(Resource.INCOMING_BYTES);
        var cutter = new StreamCutter(charge);
        byte[] bytes = "one\n".getBytes(UTF_8);
        cutter.keep(bytes, 3, HEADER);

        assertThat(charge.amount()).isPositive();
        assertThat(cutter.cut(bytes, 4, HEADER)).isInstanceOf(StreamCutter.Outcome.Lines.class);
        assertThat(charge.amount()).isZero();
    }
}
