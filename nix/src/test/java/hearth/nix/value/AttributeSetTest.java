package hearth.nix.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hearth.nix.source.Position;
import hearth.nix.source.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AttributeSetTest {
    private static final Position HERE = new Position(Source.ofText("a", "b", "/"), 0);

    @Test
    void namesAreSortedBytewise() {
        AttributeSet set =
                AttributeSet.of(
                        new Attribute("b", NullValue.NULL),
                        new Attribute("B", NullValue.NULL),
                        new Attribute("a", NullValue.NULL));

        assertThat(set.names()).containsExactly("B", "a", "b");
    }

    @Test
    void ofTwoWithOneNameTheFirstCounts() {
        AttributeSet set =
                AttributeSet.of(
                        List.of(
                                new Attribute("a", BoolValue.TRUE),
                                new Attribute("a", BoolValue.FALSE)));

        assertThat(set.get("a")).isEqualTo(BoolValue.TRUE);
    }

    @Test
    void anUpdateTakesTheOthersValueAndItsPosition() {
        AttributeSet set =
                AttributeSet.of("a", BoolValue.TRUE, "b", BoolValue.TRUE)
                        .with(new Attribute("b", BoolValue.FALSE, HERE));

        assertThat(set.get("b")).isEqualTo(BoolValue.FALSE);
        assertThat(set.position("b")).isEqualTo(HERE);
        assertThat(set.position("a").isKnown()).isFalse();
        assertThat(set.size()).isEqualTo(2);
    }

    @Test
    void whatIsTakenAwayIsGone() {
        AttributeSet set = AttributeSet.of("a", BoolValue.TRUE, "b", BoolValue.TRUE);

        assertThat(set.without(List.of("a")).names()).containsExactly("b");
        assertThat(set.without(List.of("c"))).isSameAs(set);
    }

    @Test
    void aThunkIsComputedOnceAndAgainOnlyWhereItFailed() {
        int[] runs = {0};
        Thunk thunk =
                Thunk.of(() -> {
                    if (++runs[0] == 1) {
                        throw new IllegalStateException("first");
                    }
                    return new IntValue(runs[0]);
                });

        assertThat(catchThrowable(thunk::force)).hasMessage("first");
        assertThat(thunk.force()).isEqualTo(new IntValue(2));
        assertThat(thunk.force()).isEqualTo(new IntValue(2));
    }
}
