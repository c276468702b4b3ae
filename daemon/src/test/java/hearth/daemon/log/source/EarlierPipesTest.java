package hearth.daemon.log.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EarlierPipesTest {
    @Test
    void whatIsWrittenDownIsReadAgain() {
        EarlierPipes pipes = EarlierPipes.of(List.of(5L, -3L));
        pipes.add(7);

        EarlierPipes read = EarlierPipes.parse(pipes.toText().orElseThrow());

        assertThat(List.of(5L, -3L, 7L)).allMatch(read::mayHave);
        assertThat(read.mayHave(6)).isFalse();
    }

    @Test
    void ofAnEarlierHandNothingIsWrittenDownSinceItStartsMore() {
        assertThat(EarlierPipes.ofEarlierHand().mayHave(5)).isTrue();
        assertThat(EarlierPipes.ofEarlierHand().toText()).isEmpty();
    }

    @Test
    void ofNobodyIsWrittenDownToo() {
        assertThat(EarlierPipes.of(List.of()).toText()).contains("");
        assertThat(EarlierPipes.parse("").mayHave(0)).isFalse();
        assertThat(EarlierPipes.parse("x 99999999999999999999 5").mayHave(5)).isTrue();
    }
}
