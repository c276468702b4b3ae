package hearth.manager.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobMergeTest {

    @ParameterizedTest
    @CsvSource({
        "START, START, START",
        "START, VERIFY_ACTIVE, START",
        "START, RELOAD, RELOAD_OR_START",
        "START, RESTART, RESTART",
        "VERIFY_ACTIVE, VERIFY_ACTIVE, VERIFY_ACTIVE",
        "VERIFY_ACTIVE, RELOAD, RELOAD",
        "VERIFY_ACTIVE, RESTART, RESTART",
        "STOP, STOP, STOP",
        "RELOAD, RELOAD, RELOAD",
        "RELOAD, RESTART, RESTART",
        "RESTART, RESTART, RESTART"
    })
    void twoJobsBecomeOneInEitherOrder(JobType one, JobType other, JobType merged) {
        assertThat(JobMerge.merge(one, other)).contains(merged);
        assertThat(JobMerge.merge(other, one)).contains(merged);
    }

    @Test
    void aStopContradictsEverythingElse() {
        for (JobType other :
                List.of(JobType.START, JobType.VERIFY_ACTIVE, JobType.RELOAD, JobType.RESTART)) {
            assertThat(JobMerge.conflicts(JobType.STOP, other)).isTrue();
        }
        assertThat(JobMerge.conflicts(JobType.STOP, JobType.NOP)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // the first unit is ordered after the second
        "START, START, false, true",
        "STOP, START, false, false",
        "STOP, STOP, false, false",
        "START, STOP, false, true",
        "RESTART, START, false, false",
        // the first unit is ordered before the second
        "START, START, true, false",
        "STOP, STOP, true, true",
        "START, STOP, true, true",
        "START, NOP, false, false"
    })
    void stopsComeInReverseOrderAndBeforeStarts(
            JobType one, JobType other, boolean isBefore, boolean waits) {
        assertThat(JobMerge.waits(one, other, isBefore)).isEqualTo(waits);
    }
}
