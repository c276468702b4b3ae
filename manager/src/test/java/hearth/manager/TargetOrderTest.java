package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.job.JobResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target comes after whom it pulls in, unless they come after it. */
class TargetOrderTest {
    @ParameterizedTest
    @ValueSource(strings = {"default.target", "graphical-session.target", "own.target"})
    void whoComesAfterTheTargetThatWantsItIsStarted(String target) {
        House house =
                House.ofUser()
                        .file(target, "[Unit]", "Description=" + target)
                        .file(
                                "late.service",
                                "[Unit]",
                                "After=" + target,
                                "[Service]",
                                "ExecStart=/bin/x")
                        .wants(target, "late.service")
                        .begin();

        assertThat(house.start(target)).isEqualTo(JobResult.DONE);

        assertThat(house.state("late.service")).isEqualTo("active/running");
        assertThat(house.ended).containsSubsequence(target + " done", "late.service done");
    }

    @Test
    void whoComesAfterTheTargetThatRequiresItMakesNoCycle() {
        House house =
                House.ofUser()
                        .file("own.target", "[Unit]", "Requires=late.service")
                        .file(
                                "late.service",
                                "[Unit]",
                                "After=own.target",
                                "[Service]",
                                "ExecStart=/bin/x")
                        .begin();

        assertThat(house.start("own.target")).isEqualTo(JobResult.DONE);
        assertThat(house.state("late.service")).isEqualTo("active/running");
    }

    @Test
    void othersAreUpBeforeTheTargetIs() {
        House house =
                House.ofUser()
                        .file("own.target", "[Unit]", "Wants=early.service")
                        .service("early", "Type=notify", "ExecStart=/bin/x")
                        .begin();

        assertThat(house.start("own.target")).isNull();
        assertThat(house.state("own.target")).isEqualTo("inactive/dead");
    }
}
