package hearth.manager.type.service;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.ExecCommand;
import hearth.unit.value.service.ExitType;
import hearth.unit.value.service.KillMode;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.OomPolicy;
import hearth.unit.value.service.RestartPolicy;
import hearth.unit.value.service.ServiceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A random service in a random world, with rules that must always hold. A failure prints its seed;
 * put it into the list of {@link #aServiceKeepsTheRules} to see it again.
 */
class ServiceSimulationTest {
    private static final int SERVICES = 400;
    private static final int EVENTS = 120;
    private static final String BUS_NAME = "org.example.X";

    /** More steps than any stop has; each may wait for its own time. */
    private static final int STEPS_OF_A_STOP = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aServiceKeepsTheRules(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < SERVICES; i++) {
            long own = random.nextLong();
            try {
                new World(new Random(own)).live();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + own + " of " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** The processes of one service, and its machine. */
    private static final class World {
        private final Random random;
        private final Services x;
        private final Map<Long, Integer> live = new HashMap<>();
        private final Set<Long> ended = new HashSet<>();
        private final Set<Long> spawning = new HashSet<>();
        private final List<UnitEffect.Signal> unanswered = new ArrayList<>();
        private int seen;
        private int nextPid = 100;

        World(Random random) {
            this.random = random;
            ServiceType[] types = {
                ServiceType.SIMPLE,
                ServiceType.EXEC,
                ServiceType.FORKING,
                ServiceType.ONESHOT,
                ServiceType.NOTIFY,
                ServiceType.NOTIFY_RELOAD,
                ServiceType.IDLE,
                ServiceType.DBUS
            };
            x = Services.of(one(types));
            for (ExecRole role : ExecRole.values()) {
                if (role != ExecRole.START && random.nextInt(3) == 0) {
                    if (random.nextBoolean()) {
                        x.with(role);
                    } else {
                        x.with(role, ExecCommand.Flag.IGNORE_FAILURE);
                    }
                }
            }
            x.restarting(one(RestartPolicy.values()));
            x.killing(one(KillMode.values()), random.nextBoolean());
            x.remains = random.nextInt(4) == 0;
            x.exitType = random.nextInt(4) == 0 ? ExitType.CGROUP : ExitType.MAIN;
            x.watchdog = random.nextInt(3) == 0 ? TimeSpan.ofSeconds(3) : TimeSpan.ZERO;
            x.access = random.nextBoolean() ? NotifyAccess.ALL : x.access;
            x.busName = random.nextBoolean() ? BUS_NAME : "";
            x.oomPolicy = one(OomPolicy.values());
            x.pidFile = random.nextInt(3) == 0 ? "/run/x.pid" : "";
        }

        private <T> T one(T[] choices) {
            return choices[random.nextInt(choices.length)];
        }

        void live() {
            for (int i = 0; i < EVENTS; i++) {
                step();
                check();
            }
            finish();
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0, 1 -> x.start();
                case 2 -> x.feed(new UnitEvent.Stop(random.nextBoolean()));
                case 3 -> x.feed(new UnitEvent.Reload());
                case 4, 5, 6 -> answerSpawn();
                case 7, 8 -> endOne();
                case 9 -> answerSignal();
                case 10 -> say();
                case 11 -> timer();
                case 12 -> question();
                case 13 -> x.feed(new UnitEvent.Quiet());
                case 14 -> x.feed(new UnitEvent.ResetFailed());
                case 15 -> x.happens(new Event.OutOfMemory("/x"));
                case 16 ->
                        x.happens(
                                new Event.BusNameChanged(
                                        BUS_NAME, random.nextBoolean() ? ":1.7" : ""));
                case 17 -> takeOver();
                case 18 -> x.feed(new UnitEvent.StartLimitHit());
                default -> empty();
            }
            look();
        }

        /** Takes note of what the machine wanted. */
        private void look() {
            for (UnitEffect effect : x.effects.subList(seen, x.effects.size())) {
                if (effect instanceof UnitEffect.Run run) {
                    assertThat(spawning.add(run.token())).as("a token of its own").isTrue();
                } else if (effect instanceof UnitEffect.Signal kill) {
                    unanswered.add(kill);
                } else if (effect instanceof UnitEffect.Watch(long token, int pid)) {
                    live.put(token, pid);
                }
            }
            seen = x.effects.size();
        }

        private void answerSpawn() {
            for (long token : List.copyOf(spawning)) {
                spawning.remove(token);
                if (random.nextInt(8) == 0) {
                    ended.add(token);
                    x.happens(new Event.SpawnFailed(token, 11, "no more"));
                } else {
                    live.put(token, nextPid);
                    x.happens(new Event.Spawned(token, nextPid++));
                    x.happens(new Event.Executed(token));
                }
                look();
            }
        }

        private void endOne() {
            List<Long> tokens = new ArrayList<>(live.keySet());
            if (!tokens.isEmpty()) {
                end(tokens.get(random.nextInt(tokens.size())), random.nextInt(3) == 0 ? 1 : 0);
            }
        }

        private void end(long token, int status) {
            Integer pid = live.remove(token);
            assertThat(pid).as("a process that lives").isNotNull();
            ended.add(token);
            x.happens(
                    new Event.Exited(
                            token,
                            pid == null ? 0 : pid,
                            random.nextInt(4) == 0 ? ExitCode.KILLED : ExitCode.EXITED,
                            status == 0 ? 0 : 9));
            look();
        }

        private void answerSignal() {
            if (!unanswered.isEmpty()) {
                x.happens(new Event.Signalled(unanswered.removeFirst().token(), live.size()));
            }
        }

        private void say() {
            int pid = x.record.main().pid();
            String[] all = {
                "READY=1",
                "RELOADING=1",
                "STOPPING=1",
                "WATCHDOG=1",
                "WATCHDOG=trigger",
                "EXTEND_TIMEOUT_USEC=5000000",
                "STATUS=x"
            };
            if (pid != 0) {
                x.says(pid, all[random.nextInt(all.length)], "MONOTONIC_USEC=" + x.nowUsec);
            }
        }

        private void timer() {
            if (x.record.deadline().isSet() && random.nextBoolean()) {
                x.timeIsUp();
            } else if (x.record.watchdog().deadline().isSet()) {
                x.happens(new Event.TimerElapsed(x.record.watchdog().deadline().token()));
            }
        }

        private void question() {
            if (x.record.question() != 0 && x.pidFile.isEmpty()) {
                x.happens(new Event.MainPidGuessed(x.record.question(), nextPid++));
            } else if (x.record.question() != 0) {
                x.happens(
                        new Event.PidFileRead(
                                x.record.question(), new Event.PidFile.Found(nextPid++)));
            }
        }

        /** The brain dies, and with it what was not yet answered; perhaps the hand does as well. */
        private void takeOver() {
            for (long token : List.copyOf(spawning)) {
                spawning.remove(token);
                if (random.nextBoolean()) {
                    live.put(token, nextPid);
                    x.happens(new Event.Spawned(token, nextPid++));
                    x.happens(new Event.Executed(token));
                    look();
                } else {
                    ended.add(token); // it was never done: it is to be asked for anew
                }
            }
            for (long token : List.copyOf(live.keySet())) {
                if (random.nextInt(4) == 0) { // it has ended, and nobody knows how
                    live.remove(token);
                    ended.add(token);
                }
            }
            boolean isHandLeft = random.nextBoolean();
            x.feed(
                    new UnitEvent.TakenOver(
                            isHandLeft ? live.keySet() : Set.of(),
                            Set.copyOf(live.values()),
                            !live.isEmpty()));
            unanswered.clear();
        }

        private void empty() {
            if (live.isEmpty() && spawning.isEmpty()) {
                x.cgroupEmpty();
            }
        }

        private void check() {
            for (ServiceProcess process : List.of(x.record.main(), x.record.control())) {
                for (long token : ended) {
                    assertThat(process.hasToken(token))
                            .as("a process that has ended is believed alive in " + x.state())
                            .isFalse();
                }
            }
            boolean isAtRest = x.state().equals("dead") || x.state().equals("failed");
            if (isAtRest) {
                assertThat(x.record.deadline().isSet()).as("a timer at rest").isFalse();
                assertThat(x.record.main().isAlive()).as("a main process at rest").isFalse();
                assertThat(x.record.control().isAlive()).as("a control at rest").isFalse();
            }
            boolean isStopping =
                    ServiceMachine.activeState(x.definition(), x.record)
                            == ActiveState.DEACTIVATING;
            if (isStopping) {
                assertThat(x.record.deadline().isSet()).as("a stop without a timer").isTrue();
            }
        }

        /** Whatever was, a stop ends, even if nobody answers any more but the clock. */
        private void finish() {
            x.stop();
            look();
            for (int i = 0; i < STEPS_OF_A_STOP && !isDown(); i++) {
                assertThat(x.record.deadline().isSet())
                        .as("nothing would ever end " + x.state())
                        .isTrue();
                x.timeIsUp();
                look();
            }
            assertThat(isDown()).as("the stop ended: " + x.state()).isTrue();
        }

        private boolean isDown() {
            return ServiceMachine.activeState(x.definition(), x.record).isInactiveOrFailed();
        }
    }
}
