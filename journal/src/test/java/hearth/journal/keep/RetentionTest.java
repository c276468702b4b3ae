package hearth.journal.keep;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.journal.Id128;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Id128 SEQUENCE = new Id128(1, 2);

    private static Retention.Kept archived(long usec, long bytes) {
        return new Retention.Kept(
                new FileName.Archived("user-1000", SEQUENCE, usec, usec), bytes, usec + 5);
    }

    private static final Retention.Kept CURRENT =
            new Retention.Kept(new FileName.Current("user-1000"), 1_000, 0);

    @Test
    void theOldestGoUntilTheRestFits() {
        var kept = List.of(archived(30, 10), archived(10, 10), CURRENT, archived(20, 10));
        assertThat(new Retention(20, 9, 0).toRemove(kept))
                .containsExactly(new FileName.Archived("user-1000", SEQUENCE, 10, 10));
        assertThat(new Retention(30, 1, 0).toRemove(kept)).hasSize(2);
        assertThat(new Retention(0, 0, 0).toRemove(kept)).hasSize(3);
        assertThat(new Retention(30, 3, 0).toRemove(kept)).isEmpty();
    }

    @Test
    void whatIsOldGoes() {
        var kept = List.of(archived(10, 10), archived(20, 10), CURRENT);
        assertThat(new Retention(100, 9, 20).toRemove(kept))
                .containsExactly(new FileName.Archived("user-1000", SEQUENCE, 10, 10));
    }

    @Test
    void filesAreCalledAsJournaldCallsThem() {
        String id = "0123456789abcdef0123456789abcdef";
        String archived = "user-1000@" + id + "-0000000000000abc-0005f1e2d3c4b5a6.journal";
        String disposed = "system@0005f1e2d3c4b5a6-00000000deadbeef.journal~";
        for (String name : List.of(archived, disposed, "user-65534.journal")) {
            assertThat(FileName.parse(name).map(FileName::text)).contains(name);
        }
        assertThat(FileName.parse(archived).map(FileName::stem)).contains("user-1000");
        for (String name : List.of("fss", "user-1000.journal~", "a@b.journal", "../x.journal")) {
            assertThat(FileName.parse(name)).as(name).isEqualTo(Optional.empty());
        }
    }
}
