package hearth.daemon.log.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.journal.protocol.StreamHeader;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    /** Bytes of a name under which the keeper keeps something. */
    private static final int NAME_BYTES_MAX = 1_024;

    @Test
    void theNextBrainReadsTheHeaderInTheName() {
        for (String identifier : List.of("", "cat", "with blanks\t", "\0", "é")) {
            var known = new StreamConnection.Known(ID, new StreamHeader(identifier, 191, true));

            assertThat(Streams.parse(Streams.name(known))).contains(known);
        }
    }

    @Test
    void theKeeperTakesTheNameWhateverTheIdentifier() {
        byte[] bytes = ("\u00ff".repeat(500) + "\n\n999\n1\n0\n0\n0\n").getBytes(UTF_8);
        for (int i = 0; i < 500; i++) {
            bytes[i] = (byte) 0xff; // is no text, and becomes three bytes each
        }
        var beginning = StreamHeader.read(bytes, bytes.length);

        assertThat(beginning).isInstanceOf(StreamHeader.Beginning.Whole.class);
        if (beginning instanceof StreamHeader.Beginning.Whole(StreamHeader header, int _)) {
            String name = Streams.name(new StreamConnection.Known(ID, header));
            assertThat(name.getBytes(UTF_8).length).isLessThanOrEqualTo(NAME_BYTES_MAX);
        }
    }

    @Test
    void aNameOfAnotherVersionIsNone() {
        for (String rest :
                List.of("", ID, ID + " 6 1", ID + " x 1 i", ID + " 6 1 i0", ID + " 6 1 ")) {
            assertThat(Streams.parse("log stream " + rest)).as(rest).isEmpty();
        }
    }
}
