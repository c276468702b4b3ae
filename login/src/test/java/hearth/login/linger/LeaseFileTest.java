package hearth.login.linger;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Cost;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is written of leases is read again as it was. */
class LeaseFileTest {
    private static final int SIZE = 1_000;
    private static final String BOOT = "0123456789abcdef-7";

    private static LingerLease lease(String id, String reason, LeaseEnd end) {
        return new LingerLease(
                id, LeaseOrigin.GRANTED, OptionalLong.of(0), "a b", reason, 7, end, BOOT);
    }

    @Test
    void leasesAreReadAsTheyWereWritten() {
        List<LingerLease> leases =
                List.of(
                        lease("1", "", new LeaseEnd.Never()),
                        lease(
                                "2",
                                "größer = \"x\" [y] # z",
                                new LeaseEnd.At(1_795_305_815_177_796L)),
                        lease("3", "r", new LeaseEnd.Reboot()),
                        lease("4", "r", new LeaseEnd.While("job@1.service")),
                        new LingerLease(
                                "external/jürgen",
                                LeaseOrigin.EXTERNAL,
                                OptionalLong.empty(),
                                "",
                                "",
                                9,
                                new LeaseEnd.Never(),
                                ""));

        LeaseFile.Content content = LeaseFile.parse(LeaseFile.text(OptionalLong.of(2001), leases));

        assertThat(content.problems()).isEmpty();
        assertThat(content.uid()).hasValue(2001);
        assertThat(content.leases()).isEqualTo(leases);
    }

    @Test
    void aTextCannotWriteALineOfItsOwn() {
        String reason = "x\n[Lease 9]\nOrigin=loginctl\u2028\r";
        String text =
                LeaseFile.text(
                        OptionalLong.of(1), List.of(lease("1", reason, new LeaseEnd.Never())));
        assertThat(LeaseFile.parse(text).leases()).hasSize(1);
    }

    @Test
    void withoutLeasesThereIsNoText() {
        assertThat(LeaseFile.text(OptionalLong.of(2001), List.of())).isEmpty();
    }

    @Test
    void leasesAndProblemsOfAFileAreBounded() {
        var text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            text.append("[Lease ").append(i).append("]\nOrigin=granted\nnonsense\n");
        }
        LeaseFile.Content content = LeaseFile.parse(text.toString());
        assertThat(content.leases()).hasSize(LeaseFile.LEASES_MAX);
        assertThat(content.problems()).hasSize(LeaseFile.PROBLEMS_MAX);
    }

    static final class Records implements Consumer<String> {
        @Override
        public void accept(String text) {
            LeaseFile.parse(text);
        }
    }

    @Test
    void aFileIsReadOnce() {
        for (String part :
                List.of("[", "]", "[Lease 1]\n", "=", "a=b\n", "\n", " ", "#", "Origin=x\n")) {
            assertThat(Cost.fault(Records.class, part::repeat, SIZE)).as(part).isEmpty();
        }
    }
}
