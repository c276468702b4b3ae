package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Effect;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.value.JobMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The brain dies after each effect in turn: what was recorded and not done is done by the next one,
 * and nothing twice.
 */
class DeathTest {
    private static final long LONG_ENOUGH_USEC = 20_000_000;

    /** Effects of the longest story here; those after the last change nothing. */
    private static final int EFFECTS_MAX = 150;

    private static House house() {
        House house =
                House.ofUser()
                        .service("steady", "ExecStart=/bin/sleep 1")
                        .service(
                                "once",
                                "Type=oneshot",
                                "ExecStartPre=/bin/true",
                                "ExecStart=/bin/true",
                                "ExecStartPost=/bin/true",
                                "RemainAfterExit=yes",
                                "ExecStop=/bin/true")
                        .file(
                                "flaky.service",
                                "[Unit]",
                                "StartLimitBurst=4",
                                "StartLimitIntervalSec=60",
                                "[Service]",
                                "ExecStart=/bin/false",
                                "Restart=on-failure",
                                "RestartSec=1")
                        .file(
                                "all.target",
                                "[Unit]",
                                "Wants=steady.service once.service flaky.service")
                        .begin();
        house.manager.loadUnit("all.target");
        return house;
    }

    /** Returns what became of everything, and how often each program was started. */
    private static List<String> told(House house) {
        return told(house, List.of("steady.service", "once.service", "flaky.service"));
    }

    private static List<String> told(House house, List<String> names) {
        var told = new ArrayList<String>();
        for (String name : names) {
            ServiceRecord record = house.unit(name).record(ServiceRecord.class).orElseThrow();
            long starts =
                    house.host.emitted(Effect.Spawn.class).stream()
                            .filter(spawn -> spawn.unit().equals(name))
                            .count();
            told.add(
                    name
                            + " "
                            + house.state(name)
                            + ", restarts "
                            + record.restarts().count()
                            + ", result "
                            + record.result()
                            + ", starts "
                            + starts
                            + ", processes "
                            + house.host.processesOf(name).size());
        }
        told.add("jobs " + house.manager.jobs().size());
        // A dead brain has not ended anything: the next one must.
        told.add("exits " + !house.host.emitted(Effect.Exit.class).isEmpty());
        return told;
    }

    /** Starts one service of these lines alone; the brain dies after each effect in turn. */
    private static void startsOnce(String... lines) {
        List<String> expected = startOf(lines, Integer.MAX_VALUE, true);
        for (int effects = 1; effects <= EFFECTS_MAX; effects++) {
            assertThat(startOf(lines, effects, true))
                    .as("the brain died after %s effects", effects)
                    .isEqualTo(expected);
            assertThat(startOf(lines, effects, false))
                    .as("brain and hand died after %s effects", effects)
                    .isEqualTo(expected);
        }
    }

    private static List<String> startOf(String[] lines, int effects, boolean isHandLeft) {
        House house = House.ofUser().file("job.service", lines).begin();
        // Who refers to it keeps it in memory, so that it can be looked at when it has ended.
        house.manager.refUnit("job.service", "a client");
        house.live(LONG_ENOUGH_USEC);
        house.host.dieAfter(effects);
        house.manager.startUnit("job.service", JobMode.REPLACE);
        house.live(LONG_ENOUGH_USEC, isHandLeft);
        return told(house, List.of("job.service"));
    }

    @Test
    void aOneshotThatIsGoneWhenItIsDone() {
        startsOnce("[Service]", "Type=oneshot", "ExecStart=/bin/true");
    }

    @Test
    void aOneshotThatFails() {
        startsOnce("[Service]", "Type=oneshot", "ExecStart=/bin/false");
    }

    @Test
    void aOneshotOfSeveralCommands() {
        startsOnce(
                "[Service]",
                "Type=oneshot",
                "ExecStart=/bin/true",
                "ExecStart=/bin/true",
                "ExecStopPost=/bin/true");
    }

    @Test
    void aOneshotWhoseProgramIsMissing() {
        startsOnce("[Service]", "Type=oneshot", "ExecStart=/bin/missing");
    }

    @Test
    void aServiceThatTestsItsConditions() {
        startsOnce(
                "[Unit]",
                "ConditionPathExists=/etc",
                "AssertPathExists=/etc",
                "[Service]",
                "Type=oneshot",
                "ExecStart=/bin/true");
    }

    @Test
    void aServiceWithACommandThatDecides() {
        startsOnce("[Service]", "Type=oneshot", "ExecCondition=/bin/false", "ExecStart=/bin/true");
    }

    @Test
    void aServiceThatEndsAtOnce() {
        startsOnce("[Service]", "ExecStart=/bin/true", "ExecStop=/bin/true");
    }

    @Test
    void aProgramThatIsWaitedFor() {
        startsOnce("[Service]", "Type=exec", "ExecStart=/bin/true");
    }

    @Test
    void aDaemon() {
        startsOnce("[Service]", "Type=forking", "ExecStart=/bin/daemon");
    }

    @Test
    void aServiceThatIsNeverReady() {
        startsOnce("[Service]", "Type=notify", "ExecStart=/bin/true", "TimeoutStartSec=3");
    }

    @Test
    void aServiceThatWaitsForQuiet() {
        startsOnce("[Service]", "Type=idle", "ExecStart=/bin/true");
    }

    /** A start by hand in the pause before a restart tests conditions first. */
    @Test
    void aStartInThePauseBeforeARestart() {
        String[] lines = {
            "[Unit]",
            "ConditionPathExists=/etc",
            "StartLimitBurst=3",
            "StartLimitIntervalSec=60",
            "[Service]",
            "ExecStart=/bin/false",
            "Restart=always",
            "RestartSec=5"
        };
        List<String> expected = startInPause(lines, Integer.MAX_VALUE);
        for (int effects = 1; effects <= EFFECTS_MAX; effects++) {
            assertThat(startInPause(lines, effects))
                    .as("the brain died after %s effects", effects)
                    .isEqualTo(expected);
        }
    }

    private static List<String> startInPause(String[] lines, int effects) {
        House house = House.ofUser().file("job.service", lines).begin();
        house.manager.refUnit("job.service", "a client");
        house.start("job.service");
        assertThat(house.state("job.service")).isEqualTo("activating/auto-restart");
        house.host.dieAfter(effects);
        house.manager.startUnit("job.service", JobMode.REPLACE);
        house.live(LONG_ENOUGH_USEC);
        return told(house, List.of("job.service"));
    }

    private static List<String> story(
            int effects, boolean isHandLeft, Consumer<House> before, Consumer<House> order) {
        House house = house();
        before.accept(house);
        house.live(LONG_ENOUGH_USEC);
        house.host.dieAfter(effects);
        order.accept(house);
        house.live(LONG_ENOUGH_USEC, isHandLeft);
        return told(house);
    }

    private static void comesToTheSame(Consumer<House> before, Consumer<House> order) {
        List<String> expected = story(Integer.MAX_VALUE, true, before, order);
        for (int effects = 1; effects <= EFFECTS_MAX; effects++) {
            assertThat(story(effects, true, before, order))
                    .as("the brain died after %s effects", effects)
                    .isEqualTo(expected);
            assertThat(story(effects, false, before, order))
                    .as("brain and hand died after %s effects", effects)
                    .isEqualTo(expected);
        }
    }

    private static void startAll(House house) {
        house.manager.startUnit("all.target", JobMode.REPLACE);
    }

    @Test
    void startsAndRestarts() {
        comesToTheSame(house -> {}, DeathTest::startAll);
    }

    @Test
    void theStopOfWhatRuns() {
        comesToTheSame(
                DeathTest::startAll,
                house -> house.manager.stopUnit("steady.service", JobMode.REPLACE));
    }

    @Test
    void aStopWithACommand() {
        comesToTheSame(
                DeathTest::startAll,
                house -> house.manager.stopUnit("once.service", JobMode.REPLACE));
    }

    @Test
    void aRestartByOrder() {
        comesToTheSame(
                DeathTest::startAll,
                house -> house.manager.restartUnit("once.service", JobMode.REPLACE));
    }

    @Test
    void theManagersEnd() {
        comesToTheSame(DeathTest::startAll, house -> house.manager.exit());
    }

    @Test
    void aScopeTakesItsProcesses() {
        for (int effects = 1; effects <= 20; effects++) {
            House house = house();
            int pid = house.host.add(0, "", "/elsewhere", "shell");
            house.host.dieAfter(effects);
            house.manager.startTransientUnit(
                    new TransientUnit("shell.scope", "[Scope]\n", List.of(pid), ""),
                    JobMode.FAIL,
                    List.of());
            house.live(LONG_ENOUGH_USEC);

            assertThat(house.state("shell.scope"))
                    .as("the brain died after %s effects", effects)
                    .isEqualTo("active/running");
            assertThat(house.host.processesOf("shell.scope")).hasSize(1);
        }
    }
}
