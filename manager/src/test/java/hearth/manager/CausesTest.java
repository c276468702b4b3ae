package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.cause.Cause;
import hearth.manager.cause.CauseText;
import hearth.manager.cause.Why;
import hearth.manager.host.ConditionResult;
import hearth.manager.host.Effect;
import hearth.manager.host.ExitCode;
import hearth.manager.host.LogMessage;
import hearth.unit.value.JobMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the log says of why units start and stop. */
class CausesTest {
    private static final long SECOND = 1_000_000;
    private static final Cause ALICE = new Cause.ByClient(77, 1000, "systemctl", "session-3.scope");
    private static final Cause START = new Cause.ByManager(Cause.Occasion.START);

    private static String place(String file) {
        return "/home/alice/.config/systemd/user/" + file;
    }

    private static Cause because(String unit, String relation, String file) {
        return new Cause.ByUnit(unit, relation, place(file));
    }

    private static LogMessage said(House house, String unit, String text) {
        return house.host.emitted(Effect.Log.class).stream()
                .filter(line -> line.unit().equals(unit))
                .map(Effect.Log::message)
                .filter(message -> message.text().contains(text))
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError(unit + ": " + text + " was not said"));
    }

    private static List<Cause> causes(House house, String unit, String text) {
        return CauseText.read(said(house, unit, text).fields().getOrDefault(CauseText.FIELD, ""));
    }

    private static List<Cause> rules(House house, String unit, String text) {
        return CauseText.read(said(house, unit, text).fields().getOrDefault(CauseText.RULE, ""));
    }

    private static void startAsAlice(House house, String unit) {
        house.manager.because(Why.of(ALICE), () -> house.manager.startUnit(unit, JobMode.REPLACE));
        house.host.settle(house.manager);
    }

    @Test
    void whoAsksIsTheCauseOfWhatIsAskedFor() {
        House house = House.ofUser().service("a", "ExecStart=/bin/sleep 1").begin();

        startAsAlice(house, "a.service");

        assertThat(causes(house, "a.service", "Started")).containsExactly(ALICE);
    }

    @Test
    void whatNobodyHasSaidTheReasonOfHasNone() {
        House house = House.ofUser().service("a", "ExecStart=/bin/sleep 1").begin();
        startAsAlice(house, "a.service");

        house.stop("a.service");

        assertThat(said(house, "a.service", "Stopped").fields()).doesNotContainKey(CauseText.FIELD);
    }

    @Test
    void aDependencyIsSaidWithItsLineAndWithWhatBroughtThatIn() {
        House house =
                House.ofUser()
                        .file(
                                "a.service",
                                "[Unit]",
                                "Wants=other.service  b.service",
                                "[Service]",
                                "ExecStart=/bin/sleep 1")
                        .file(
                                "b.service",
                                "[Unit]",
                                "Requires=%p-c.service",
                                "[Service]",
                                "ExecStart=/bin/sleep 1")
                        .service("b-c", "Type=oneshot", "ExecStart=/bin/true")
                        .begin();

        startAsAlice(house, "a.service");

        assertThat(causes(house, "b.service", "Started"))
                .containsExactly(because("a.service", "Wants", "a.service:2"), ALICE);
        assertThat(causes(house, "b-c.service", "Finished"))
                .containsExactly(
                        because("b.service", "Requires", "b.service:2"),
                        because("a.service", "Wants", "a.service:2"),
                        ALICE);
    }

    @Test
    void aLinkIsSaidWithItsPath() {
        House house =
                House.ofUser()
                        .service("a", "ExecStart=/bin/sleep 1")
                        .wants("default.target", "a.service")
                        .begin();

        assertThat(causes(house, "a.service", "Started"))
                .containsExactly(
                        because("default.target", "Wants", "default.target.wants/a.service"),
                        START);
    }

    @Test
    void aDropInsLineIsSaid() {
        House house =
                House.ofUser()
                        .service("a", "ExecStart=/bin/sleep 1")
                        .service("b", "ExecStart=/bin/sleep 1")
                        .begin();
        house.manager.setProperties("a.service", false, "50-x.conf", "[Unit]\nWants=b.service\n");

        startAsAlice(house, "a.service");

        assertThat(causes(house, "b.service", "Started"))
                .first()
                .isEqualTo(
                        new Cause.ByUnit(
                                "a.service",
                                "Wants",
                                "/home/alice/.config/systemd/user.control/a.service.d/50-x.conf:2"));
    }

    @Test
    void whoeverIsStoppedWithAnotherHasItsOwnLineForIt() {
        House house =
                House.ofUser()
                        .service("a", "ExecStart=/bin/sleep 1")
                        .file(
                                "b.service",
                                "[Unit]",
                                "Requires=a.service",
                                "[Service]",
                                "ExecStart=/bin/sleep 1")
                        .begin();
        startAsAlice(house, "b.service");

        house.manager.because(
                Why.of(ALICE), () -> house.manager.stopUnit("a.service", JobMode.REPLACE));
        house.host.settle(house.manager);

        assertThat(causes(house, "b.service", "Stopping"))
                .containsExactly(because("a.service", "RequiredBy", "b.service:2"), ALICE);
    }

    @Test
    void aTimerIsTheCauseOfWhatItStarts() {
        House house =
                House.ofUser()
                        .file("t.timer", "[Timer]", "OnActiveSec=1", "Unit=work.service")
                        .service("work", "Type=oneshot", "ExecStart=/bin/true")
                        .begin();
        startAsAlice(house, "t.timer");

        house.host.advance(house.manager, 2 * SECOND);

        assertThat(causes(house, "work.service", "Finished"))
                .containsExactly(because("t.timer", "Triggers", "t.timer:3"));
    }

    @Test
    void aConditionIsSaidWithItsLine() {
        House house =
                House.ofUser()
                        .file(
                                "a.service",
                                "[Unit]",
                                "ConditionPathExists=/there",
                                "ConditionPathExists=!%h/not",
                                "[Service]",
                                "ExecStart=/bin/sleep 1")
                        .begin();
        house.host.conditions.put("/home/alice/not", ConditionResult.FAILED);

        startAsAlice(house, "a.service");

        assertThat(rules(house, "a.service", "unmet"))
                .containsExactly(
                        new Cause.ByRule(
                                "ConditionPathExists", "!/home/alice/not", place("a.service:3")));
        assertThat(causes(house, "a.service", "unmet")).containsExactly(ALICE);
    }

    @Test
    void aRestartIsSaidWithItsRule() {
        House house =
                House.ofUser().service("a", "ExecStart=/bin/sleep 1", "Restart=on-failure").begin();
        startAsAlice(house, "a.service");

        house.host.exit(house.host.processesOf("a.service").getFirst().pid(), ExitCode.EXITED, 3);
        house.host.settle(house.manager);
        house.host.advance(house.manager, SECOND);

        Cause rule = new Cause.ByRule("Restart", "on-failure", place("a.service:3"));
        assertThat(rules(house, "a.service", "Scheduled restart")).containsExactly(rule);
        assertThat(causes(house, "a.service", "Started")).containsExactly(rule);
    }

    @Test
    void whatIsStartedAfterAFailureSaysWhose() {
        House house =
                House.ofUser()
                        .file(
                                "a.service",
                                "[Unit]",
                                "OnFailure=help.service",
                                "[Service]",
                                "ExecStart=/bin/false")
                        .service("help", "Type=oneshot", "ExecStart=/bin/true")
                        .begin();

        startAsAlice(house, "a.service");

        assertThat(causes(house, "help.service", "Finished"))
                .containsExactly(because("a.service", "OnFailure", "a.service:2"));
    }

    @Test
    void whatIsUnneededSaysItsRule() {
        House house =
                House.ofUser()
                        .file(
                                "a.service",
                                "[Unit]",
                                "StopWhenUnneeded=yes",
                                "[Service]",
                                "ExecStart=/bin/sleep 1")
                        .file(
                                "b.service",
                                "[Unit]",
                                "Wants=a.service",
                                "[Service]",
                                "ExecStart=/bin/sleep 1")
                        .begin();
        startAsAlice(house, "b.service");

        house.stop("b.service");

        assertThat(causes(house, "a.service", "Stopped"))
                .containsExactly(new Cause.ByRule("StopWhenUnneeded", "yes", place("a.service:2")));
    }

    @Test
    void whatEndsWithItsManagerSaysThat() {
        House house = House.ofUser().service("a", "ExecStart=/bin/sleep 1").begin();
        startAsAlice(house, "a.service");

        house.manager.because(Why.of(new Cause.ByLogin("bye")), () -> house.manager.exit());
        house.host.settle(house.manager);

        assertThat(causes(house, "a.service", "Stopped"))
                .endsWith(new Cause.ByManager(Cause.Occasion.EXIT), new Cause.ByLogin("bye"))
                .hasSizeGreaterThan(2);
    }

    @Test
    void aJobsCauseOutlivesTheBrain() {
        House house =
                House.ofUser().service("slow", "Type=oneshot", "ExecStart=/bin/sleep 9").begin();
        startAsAlice(house, "slow.service");

        house.killBrain();
        house.host.exit(
                house.host.processesOf("slow.service").getFirst().pid(), ExitCode.EXITED, 0);
        house.host.settle(house.manager);

        assertThat(causes(house, "slow.service", "Finished")).containsExactly(ALICE);
    }

    @Test
    void aTimeLimitIsSaidWithItsLine() {
        House house =
                House.ofUser().service("a", "ExecStart=/bin/sleep 99", "RuntimeMaxSec=2s").begin();
        startAsAlice(house, "a.service");

        house.host.advance(house.manager, 3 * SECOND);

        assertThat(rules(house, "a.service", "runtime time limit"))
                .containsExactly(new Cause.ByRule("RuntimeMaxSec", "2s", place("a.service:3")));
    }

    private static Effect.SignalUnit.Purpose lastPurpose(House house) {
        return house.host.emitted(Effect.SignalUnit.class).getLast().purpose();
    }

    @Test
    void aSignalHasTheSettingThatItFollowsFrom() {
        House house =
                House.ofUser().service("a", "ExecStart=/bin/sleep 99", "RuntimeMaxSec=2s").begin();
        startAsAlice(house, "a.service");

        house.host.advance(house.manager, 3 * SECOND);

        Cause rule = new Cause.ByRule("RuntimeMaxSec", "2s", place("a.service:3"));
        assertThat(house.host.emitted(Effect.SignalUnit.class).getFirst().purpose())
                .isEqualTo(new Effect.SignalUnit.End(Optional.of(CauseText.write(List.of(rule)))));
    }

    @Test
    void aStopAfterARuleHasNoneOfIt() {
        House house =
                House.ofUser().service("a", "ExecStart=/bin/sleep 1", "Restart=on-failure").begin();
        startAsAlice(house, "a.service");
        house.host.exit(house.host.processesOf("a.service").getFirst().pid(), ExitCode.EXITED, 3);
        house.host.settle(house.manager);
        house.host.advance(house.manager, SECOND);

        house.manager.stopUnit("a.service", JobMode.REPLACE);
        house.host.settle(house.manager);

        assertThat(lastPurpose(house)).isEqualTo(new Effect.SignalUnit.End(Optional.empty()));
    }

    @Test
    void whatAClientHasSentIsARequest() {
        House house = House.ofUser().service("a", "ExecStart=/bin/sleep 99").begin();
        startAsAlice(house, "a.service");

        house.manager.killUnit("a.service", Effect.Whom.ALL, 1);
        house.host.settle(house.manager);

        assertThat(lastPurpose(house)).isEqualTo(new Effect.SignalUnit.Request());
    }
}
