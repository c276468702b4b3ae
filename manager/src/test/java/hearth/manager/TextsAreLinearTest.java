package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.type.SnapshotText;
import hearth.trial.Cost;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A text from a snapshot or a call costs what it is long, whatever a user has put into it. */
class TextsAreLinearTest {
    private static final int SIZE = 1_000;

    static final class Reading implements Consumer<String> {
        @Override
        public void accept(String text) {
            SnapshotText read = SnapshotText.parse("k=" + text);
            read.words("k");
            new SnapshotText().put("k", read.get("k", "")).text();
        }
    }

    static final class FindingByCgroup implements Consumer<String> {
        private final House house =
                House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();

        @Override
        public void accept(String path) {
            house.start("hello.service");
            house.manager.getUnitByCgroup(House.CGROUP + path);
        }
    }

    /** A unit that is loaded with as many aliases. */
    static final class Aliases implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1");
            for (int i = 0; i < count; i++) {
                house.alias("a" + i + ".service", "hello.service");
            }
            house.begin();
            assertThat(house.unit("hello.service").names()).hasSize(count + 1);
        }
    }

    @Test
    void aUnitCostsWhatItHasOfNames() {
        assertThat(Cost.fault(Aliases.class, Integer::valueOf, SIZE / 4)).isEmpty();
    }

    @Test
    void aPathOfACgroupIsReadOnce() {
        for (String part : List.of("/", "/a", "/hello.service", "a", "/basic.target")) {
            assertThat(Cost.fault(FindingByCgroup.class, part::repeat, 4 * SIZE))
                    .as(part)
                    .isEmpty();
        }
    }

    @Test
    void textsAreReadOnce() {
        for (String part : List.of("\\", "\\n", "=", "a=\n", " ", "a b ", "é")) {
            assertThat(Cost.fault(Reading.class, part::repeat, SIZE)).as(part).isEmpty();
        }
    }
}
