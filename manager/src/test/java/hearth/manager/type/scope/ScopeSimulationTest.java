package hearth.manager.type.scope;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Event;
import hearth.manager.host.Moment;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.KillMode;
import hearth.unit.value.service.OomPolicy;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A random scope in a random world, with rules that must always hold; a failure prints its seed.
 */
class ScopeSimulationTest {
    private static final int SCOPES = 400;
    private static final int EVENTS = 60;

    /** More steps than any stop has; each may wait for its own time. */
    private static final int STEPS_OF_A_STOP = 6;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aScopeKeepsTheRules(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < SCOPES; i++) {
            long own = random.nextLong();
            try {
                new World(new Random(own)).live();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + own + " of " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class World {
        private final Random random;
        private final ScopeDefinition definition;
        private ScopeRecord record = ScopeRecord.dead(List.of(7, 8), 1);
        private long lastSignal;
        private long nowUsec = 1_000_000;
        private boolean isPopulated;

        World(Random random) {
            this.random = random;
            definition =
                    new ScopeDefinition(
                            "x.scope",
                            TimeSpan.ofSeconds(90),
                            random.nextBoolean() ? TimeSpan.ofSeconds(5) : TimeSpan.INFINITY,
                            random.nextBoolean() ? TimeSpan.ofSeconds(2) : TimeSpan.ZERO,
                            one(OomPolicy.values()),
                            new KillPlan(
                                    one(KillMode.values()),
                                    15,
                                    15,
                                    9,
                                    6,
                                    random.nextBoolean(),
                                    random.nextBoolean()));
        }

        private <T> T one(T[] choices) {
            return choices[random.nextInt(choices.length)];
        }

        void live() {
            for (int i = 0; i < EVENTS; i++) {
                step();
            }
            feed(new UnitEvent.Stop(false));
            for (int i = 0; i < STEPS_OF_A_STOP && !isDown(); i++) {
                assertThat(record.deadline().isSet())
                        .as("nothing would ever end " + record.phase())
                        .isTrue();
                timeIsUp();
            }
            assertThat(isDown()).as("the stop ended: " + record.phase()).isTrue();
        }

        private void step() {
            switch (random.nextInt(11)) {
                case 0, 1 -> feed(new UnitEvent.Start(random.nextLong(), Moment.NEVER));
                case 2 -> moved();
                case 3 -> feed(new UnitEvent.Stop(random.nextBoolean()));
                case 4 -> feed(new UnitEvent.Abandon());
                case 5 -> feed(new UnitEvent.ResetFailed());
                case 6 -> happens(new Event.OutOfMemory("/x"));
                case 7 -> feed(new UnitEvent.TakenOver(Set.of(), Set.of(), isPopulated));
                case 8 -> happens(new Event.Signalled(lastSignal, isPopulated ? 1 : 0));
                case 9 -> timeIsUp();
                default -> {
                    isPopulated = false;
                    happens(new Event.CgroupEmptied("/x"));
                }
            }
        }

        private void moved() {
            boolean fails = random.nextInt(4) == 0;
            isPopulated |= !fails;
            happens(new Event.Moved(record.question(), fails ? "No such process" : ""));
        }

        private void timeIsUp() {
            if (record.deadline().isSet()) {
                nowUsec = Math.max(nowUsec, record.deadline().atMonotonicUsec());
                happens(new Event.TimerElapsed(record.deadline().token()));
            }
        }

        private void happens(Event event) {
            feed(new UnitEvent.Happened(event));
        }

        private void feed(UnitEvent event) {
            Step<ScopeRecord> step =
                    ScopeMachine.next(definition, record, event, new Moment(nowUsec, nowUsec));
            record = step.record();
            for (UnitEffect effect : step.effects()) {
                if (effect instanceof UnitEffect.Signal(long token, KillPlan.Order order, _)) {
                    lastSignal = token;
                }
            }
            check();
        }

        private void check() {
            ActiveState state = ScopeMachine.activeState(record);
            if (isDown()) {
                assertThat(record.deadline().isSet()).as("a timer at rest").isFalse();
            }
            if (state == ActiveState.FAILED) {
                assertThat(record.result()).isNotEqualTo(ScopeResult.SUCCESS);
            }
            boolean mustEnd = state == ActiveState.DEACTIVATING || state == ActiveState.ACTIVATING;
            if (mustEnd) {
                assertThat(record.deadline().isSet()).as(record.phase() + " has a timer").isTrue();
            }
        }

        private boolean isDown() {
            return ScopeMachine.activeState(record).isInactiveOrFailed();
        }
    }
}
