package hearth.daemon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultLogTest {
    private final List<String> said = new ArrayList<>();
    private long nowNanos;
    private final FaultLog log = new FaultLog(said::add, () -> nowNanos);

    private static IllegalStateException fault(String place) {
        var fault = new IllegalStateException("meant");
        fault.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("A", place, "A.java", 7)});
        return fault;
    }

    @Test
    void aFaultIsSaidWithItsPlace() {
        log.say("login has a defect", fault("one"));
        assertThat(said)
                .containsExactly(
                        "login has a defect: java.lang.IllegalStateException: meant",
                        "    at A.one(A.java:7)");
    }

    @Test
    void thePlaceThatSomebodyMakesFailAgainAndAgainIsSaidOnce() {
        for (int i = 0; i < 1_000; i++) {
            log.say("login has a defect", fault("one"));
        }
        log.say("login has a defect", fault("two"));
        assertThat(said).hasSize(4);
    }

    @Test
    void afterAnHourItIsSaidHowOftenItWas() {
        log.say("login has a defect", fault("one"));
        log.say("login has a defect", fault("one"));
        nowNanos += Duration.ofHours(1).toNanos();
        log.say("login has a defect", fault("one"));
        assertThat(said.get(2)).endsWith("(1 times more since it was said last)");
    }
}
