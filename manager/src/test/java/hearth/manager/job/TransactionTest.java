package hearth.manager.job;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.ActiveState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Moment;
import hearth.trial.Cost;
import hearth.unit.value.JobMode;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private final Map<String, FakeUnit> units = new LinkedHashMap<>();

    /** A unit that is its edges and its state. */
    private static final class FakeUnit implements JobUnit {
        private final String id;
        private final Map<UnitEdge, Set<FakeUnit>> edges = new EnumMap<>(UnitEdge.class);
        private final JobSlot jobs = new JobSlot();
        ActiveState state = ActiveState.INACTIVE;
        boolean isMissing;
        boolean isIgnoredOnIsolate;

        FakeUnit(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public ActiveState activeState() {
            return state;
        }

        @Override
        public Collection<FakeUnit> edges(UnitEdge edge) {
            return edges.getOrDefault(edge, Set.of());
        }

        @Override
        public boolean hasEdge(UnitEdge edge, JobUnit other) {
            return edges(edge).stream().anyMatch(unit -> unit.equals(other));
        }

        @Override
        public boolean isApplicable(JobType type) {
            return true;
        }

        @Override
        public Optional<Outcome.Refused<Job>> loadRefusal() {
            return isMissing
                    ? Optional.of(
                            new Outcome.Refused<>(
                                    Refusal.NO_SUCH_UNIT, "Unit " + id + " not found."))
                    : Optional.empty();
        }

        @Override
        public boolean isIgnoredOnIsolate() {
            return isIgnoredOnIsolate;
        }

        @Override
        public JobSlot jobs() {
            return jobs;
        }
    }

    private FakeUnit unit(String id) {
        return units.computeIfAbsent(id, FakeUnit::new);
    }

    private FakeUnit active(String id) {
        FakeUnit unit = unit(id);
        unit.state = ActiveState.ACTIVE;
        return unit;
    }

    private void edge(String from, UnitEdge edge, String to) {
        unit(from).edges.computeIfAbsent(edge, key -> new LinkedHashSet<>()).add(unit(to));
        unit(to).edges
                .computeIfAbsent(edge.inverse(), key -> new LinkedHashSet<>())
                .add(unit(from));
    }

    private Transaction.Result order(String id, JobType type, JobMode mode) {
        return Transaction.of(unit(id), type, mode, units.values());
    }

    private static List<String> jobs(Transaction.Result result) {
        return switch (result) {
            case Transaction.Result.Ready(var jobs, var notes) ->
                    jobs.stream()
                            .map(job -> job.unit().id() + "/" + job.type().wireName())
                            .toList();
            case Transaction.Result.Failed(var refusal, var notes) ->
                    List.of("refused: " + refusal.reason());
        };
    }

    private static List<String> notes(Transaction.Result result) {
        return switch (result) {
            case Transaction.Result.Ready(var jobs, var notes) ->
                    notes.stream().map(Transaction.Note::message).toList();
            case Transaction.Result.Failed(var refusal, var notes) ->
                    notes.stream().map(Transaction.Note::message).toList();
        };
    }

    private void install(String id, JobType type) {
        unit(id).jobs().install(new Job(1, unit(id), type, Moment.NEVER));
    }

    @Test
    void aStartPullsInWhatIsRequiredAndWanted() {
        edge("a", UnitEdge.REQUIRES, "b");
        edge("b", UnitEdge.WANTS, "c");

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE)))
                .containsExactly("a/start", "b/start", "c/start");
    }

    @Test
    void whatIsUpAlreadyIsNotStartedAndNeitherIsWhatItNeeds() {
        active("b");
        edge("a", UnitEdge.REQUIRES, "b");
        edge("b", UnitEdge.WANTS, "c");

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE))).containsExactly("a/start");
    }

    @Test
    void aMissingRequirementRefusesTheOrder() {
        unit("b").isMissing = true;
        edge("a", UnitEdge.REQUIRES, "b");

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE)))
                .containsExactly("refused: NO_SUCH_UNIT");
    }

    @Test
    void aMissingWishDoesNotMatter() {
        unit("b").isMissing = true;
        edge("a", UnitEdge.WANTS, "b");

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE))).containsExactly("a/start");
    }

    @Test
    void aWishThatLacksARequirementIsDropped() {
        unit("c").isMissing = true;
        edge("a", UnitEdge.WANTS, "b");
        edge("b", UnitEdge.REQUIRES, "c");
        edge("b", UnitEdge.WANTS, "d");

        Transaction.Result result = order("a", JobType.START, JobMode.REPLACE);

        assertThat(jobs(result)).containsExactly("a/start");
        assertThat(notes(result))
                .containsExactly("Cannot add dependency job, ignoring: Unit c not found.");
    }

    @Test
    void aStopTakesDownWhatRequiresTheUnit() {
        active("a");
        active("b");
        edge("b", UnitEdge.REQUIRES, "a");
        unit("c");
        edge("c", UnitEdge.REQUIRES, "a");

        assertThat(jobs(order("a", JobType.STOP, JobMode.REPLACE)))
                .containsExactly("a/stop", "b/stop");
    }

    @Test
    void aRestartRestartsWhatIsUpOnly() {
        active("a");
        active("b");
        edge("b", UnitEdge.REQUIRES, "a");
        edge("c", UnitEdge.PART_OF, "a");

        assertThat(jobs(order("a", JobType.RESTART, JobMode.REPLACE)))
                .containsExactlyInAnyOrder("a/restart", "b/restart");
    }

    @Test
    void tryRestartOfWhatIsDownDoesNothing() {
        unit("a");

        assertThat(jobs(order("a", JobType.TRY_RESTART, JobMode.REPLACE))).containsExactly("a/nop");
    }

    @Test
    void aStartStopsWhatConflicts() {
        active("b");
        edge("a", UnitEdge.CONFLICTS, "b");

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE)))
                .containsExactly("a/start", "b/stop");
    }

    @Test
    void aStartThatRequiresAndConflictsIsRefused() {
        active("b");
        edge("a", UnitEdge.CONFLICTS, "b");
        edge("a", UnitEdge.REQUIRES, "b");
        unit("b").state = ActiveState.ACTIVATING;

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE)))
                .containsExactly("refused: TRANSACTION_JOBS_CONFLICTING");
    }

    @Test
    void ofContradictingWishesTheConflictWins() {
        edge("a", UnitEdge.WANTS, "b");
        edge("a", UnitEdge.WANTS, "c");
        edge("c", UnitEdge.CONFLICTS, "b");
        unit("b").state = ActiveState.ACTIVATING;

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE)))
                .contains("a/start", "c/start", "b/stop")
                .doesNotContain("b/start");
    }

    @Test
    void modeFailStopsNothingThatDoesNotMatter() {
        active("b");
        edge("a", UnitEdge.CONFLICTED_BY, "b");

        assertThat(jobs(order("a", JobType.START, JobMode.FAIL))).containsExactly("a/start");
    }

    @Test
    void modeFailIsRefusedWhereAContradictingJobIsQueued() {
        active("a");
        install("a", JobType.STOP);

        assertThat(jobs(order("a", JobType.START, JobMode.FAIL)))
                .containsExactly("refused: TRANSACTION_IS_DESTRUCTIVE");
        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE))).containsExactly("a/start");
    }

    @Test
    void isolatingStopsEverythingElse() {
        active("x");
        active("slice").isIgnoredOnIsolate = true;
        edge("a", UnitEdge.REQUIRES, "b");

        assertThat(jobs(order("a", JobType.START, JobMode.ISOLATE)))
                .containsExactlyInAnyOrder("a/start", "b/start", "x/stop");
    }

    @Test
    void aCycleIsBrokenAtWhatDoesNotMatterAndNamed() {
        edge("a", UnitEdge.REQUIRES, "b");
        edge("a", UnitEdge.WANTS, "c");
        edge("a", UnitEdge.AFTER, "b");
        edge("b", UnitEdge.AFTER, "c");
        edge("c", UnitEdge.AFTER, "a");

        Transaction.Result result = order("a", JobType.START, JobMode.REPLACE);

        assertThat(jobs(result)).containsExactly("a/start", "b/start");
        assertThat(notes(result))
                .containsExactly(
                        "a: Found ordering cycle on a/start",
                        "a: Found dependency on c/start",
                        "a: Found dependency on b/start",
                        "a: Found dependency on a/start",
                        "a: Job c/start deleted to break ordering cycle starting with a/start");
    }

    @Test
    void aCycleOfWhatMattersIsRefused() {
        edge("a", UnitEdge.REQUIRES, "b");
        edge("a", UnitEdge.AFTER, "b");
        edge("b", UnitEdge.AFTER, "a");

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE)))
                .containsExactly("refused: TRANSACTION_ORDER_IS_CYCLIC");
    }

    @Test
    void ofManyCyclesAsManyMessagesAsAnybodyReadsAreLeft() {
        int count = 200; // a cycle at each, as long as the row up to it: twenty thousand messages
        for (int i = 1; i < count; i++) {
            edge("u" + (i - 1), UnitEdge.WANTS, "u" + i);
            edge("u" + (i - 1), UnitEdge.AFTER, "u" + i);
        }
        for (int i = 1; i < count; i++) {
            edge("u" + i, UnitEdge.AFTER, "u0");
        }

        var result = (Transaction.Result.Ready) order("u0", JobType.START, JobMode.REPLACE);

        assertThat(result.notes()).hasSize(TransactionNotes.NOTES_MAX + 1);
        assertThat(result.notes().getLast().message())
                .endsWith(" more messages about this transaction were left out");
    }

    @Test
    void whatPullsInMoreThanThereIsRoomForIsRefused() {
        int each = 520; // each wants each: more than a quarter of a million times
        for (int i = 0; i < each; i++) {
            for (int j = 0; j < each; j++) {
                edge("u" + i, UnitEdge.WANTS, "u" + j);
            }
        }

        assertThat(jobs(order("u0", JobType.START, JobMode.REPLACE)))
                .containsExactly("refused: LIMIT_EXCEEDED");
    }

    @Test
    void severalCyclesAreAllBroken() {
        for (String n : List.of("1", "2", "3")) {
            edge("a", UnitEdge.WANTS, "x" + n);
            edge("a", UnitEdge.WANTS, "y" + n);
            edge("x" + n, UnitEdge.AFTER, "y" + n);
            edge("y" + n, UnitEdge.AFTER, "x" + n);
        }

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE))).hasSize(4);
    }

    @Test
    void ignoringDependenciesTakesTheUnitAlone() {
        edge("a", UnitEdge.REQUIRES, "b");

        Transaction.Result result = order("a", JobType.START, JobMode.IGNORE_DEPENDENCIES);

        assertThat(jobs(result)).containsExactly("a/start");
    }

    @Test
    void aReloadGoesToThoseThatAreUp() {
        active("a");
        active("b");
        edge("a", UnitEdge.PROPAGATES_RELOAD_TO, "b");
        edge("a", UnitEdge.PROPAGATES_RELOAD_TO, "c");

        assertThat(jobs(order("a", JobType.RELOAD, JobMode.REPLACE)))
                .containsExactly("a/reload", "b/reload");
    }

    @Test
    void reloadOrStartDependsOnTheState() {
        active("a");
        unit("b");

        assertThat(jobs(order("a", JobType.RELOAD_OR_START, JobMode.REPLACE)))
                .containsExactly("a/reload");
        assertThat(jobs(order("b", JobType.RELOAD_OR_START, JobMode.REPLACE)))
                .containsExactly("b/start");
    }

    @Test
    void aRequisiteIsVerifiedNotStarted() {
        edge("a", UnitEdge.REQUISITE, "b");

        assertThat(jobs(order("a", JobType.START, JobMode.REPLACE)))
                .containsExactly("a/start", "b/verify-active");
    }

    /** Many that are up require what isn't, which requires one: all is dropped, one by one. */
    static final class ManyPullInOne implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            var test = new TransactionTest();
            for (int i = 0; i < count; i++) {
                test.active("up" + i);
                test.edge("all", UnitEdge.WANTS, "up" + i);
                test.edge("up" + i, UnitEdge.REQUIRES, "down" + i);
                test.edge("down" + i, UnitEdge.REQUIRES, "one");
            }

            assertThat(jobs(test.order("all", JobType.START, JobMode.REPLACE)))
                    .containsExactly("all/start");
        }
    }

    @Test
    void whatManyPullInIsLookedAtOnceForEach() {
        assertThat(Cost.fault(ManyPullInOne.class, Integer::valueOf, 400)).isEmpty();
    }
}
