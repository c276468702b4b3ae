package hearth.manager.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CauseTextTest {
    @Test
    void whatIsWrittenIsRead() {
        List<Cause> all =
                List.of(
                        new Cause.ByClient(7, 4_294_967_294L, "a\tb\\n\nc=", ""),
                        new Cause.ByClient(0, 0, "", "user@0.service"),
                        new Cause.ByUnit("a.timer", "Triggers", "/x y/a.timer:3"),
                        new Cause.ByRule("ConditionPathExists", "!/x=\ty", ""),
                        new Cause.ByManager(Cause.Occasion.EXIT),
                        new Cause.ByLogin("session 3 has ended"));

        assertThat(CauseText.read(CauseText.write(all))).isEqualTo(all);
    }

    @Test
    void whatALaterVersionOrNobodyHasWrittenIsLeftOut() {
        String known = CauseText.write(List.of(new Cause.ByLogin("x")));

        assertThat(
                        CauseText.read(
                                "kind=moon\tx=1\t\t"
                                        + known
                                        + "\t\tkind=client\tuid=many\t\t=\t\t\t"))
                .containsExactly(new Cause.ByLogin("x"));
        assertThat(CauseText.readWhy("")).isEmpty();
    }

    private static Why longChain() {
        Why why = Why.of(new Cause.ByManager(Cause.Occasion.START));
        for (int i = 0; i < 100_000; i++) {
            why = new Why(new Cause.ByUnit(i + ".service", "Wants", ""), Optional.of(why));
        }
        return why;
    }

    @Test
    void aLongChainIsNoDeeperThanItIsTold() {
        Why why = longChain();

        assertThat(why.equals(longChain())).isTrue(); // walks all of what it has
        assertThat(CauseText.readWhy(CauseText.write(why))).contains(why);
    }

    @Test
    void aLongChainKeepsItsEnds() {
        Why why = longChain();

        List<Cause> causes = why.causes();

        assertThat(causes).hasSize(Why.CAUSES_MAX);
        assertThat(causes.getFirst()).isEqualTo(new Cause.ByUnit("99999.service", "Wants", ""));
        assertThat(causes.getLast()).isEqualTo(new Cause.ByManager(Cause.Occasion.START));
    }

    @Test
    void ofALongTextAsMuchIsReadAsIsWritten() {
        String line = CauseText.write(List.of(new Cause.ByLogin("x")));

        assertThat(CauseText.read((line + "\t\t").repeat(100_000))).hasSize(Why.CAUSES_MAX);
    }
}
