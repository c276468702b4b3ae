package hearth.manager.turn;

import hearth.manager.ConditionReport;
import hearth.manager.cause.Cause;
import hearth.manager.cause.CauseText;
import hearth.manager.cause.Why;
import hearth.manager.host.Condition;
import hearth.manager.host.ConditionResult;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.manager.job.JobType;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.JobWords;
import hearth.unit.value.Signals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the manager says, in the words that people know from systemd. */
public final class Messages {
    private static final String STARTING = "7d4958e842da4a758f6c1cdc7b36dcc5";
    private static final String STARTED = "39f53479d3a045ac8e11786248231fbf";
    private static final String STOPPING = "de5b426a63be47a7b6ac3eaac82e2f6f";
    private static final String STOPPED = "9d1aaa27d60140bd96365438aad20286";
    private static final String FAILED = "be02cf6855d2428ba40df7e9d022f03d";
    private static final String RELOADING = "d34d037fff1847e6ae669a370e694725";
    private static final String RELOADED = "7b05ebc668384222baa8881179cfda54";

    private Messages() {}

    /** Returns a unit as sentences have it: {@code hello.service - Says hello}. */
    public static String named(UnitEntry unit) {
        return unit.description().isEmpty() || unit.description().equals(unit.id())
                ? unit.id()
                : unit.id() + " - " + unit.description();
    }

    // ---- jobs

    public static LogMessage starting(UnitEntry unit) {
        return begun(unit, STARTING, unit.body().words().starting());
    }

    public static LogMessage stopping(UnitEntry unit) {
        return begun(unit, STOPPING, unit.body().words().stopping());
    }

    public static LogMessage reloading(UnitEntry unit) {
        return begun(unit, RELOADING, "Reloading");
    }

    private static LogMessage begun(UnitEntry unit, String id, String what) {
        var message = new LogMessage(LogLevel.INFO, id, what + " " + named(unit) + "...");
        return unit.job().map(job -> message.with(fields(job, job.type()))).orElse(message);
    }

    private static Map<String, String> fields(Job job, JobType type) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("JOB_ID", Integer.toString(job.id()));
        fields.put("JOB_TYPE", type.wireName());
        job.why().ifPresent(why -> fields.put(CauseText.FIELD, CauseText.write(why)));
        return fields;
    }

    /** Returns a message that says which rule it is about, and why a job has come to it. */
    static LogMessage ruled(LogMessage message, Cause.ByRule rule, Optional<Job> job) {
        Map<String, String> fields = new TreeMap<>(message.fields());
        fields.put(CauseText.RULE, CauseText.write(List.of(rule)));
        job.flatMap(Job::why).ifPresent(why -> fields.put(CauseText.FIELD, CauseText.write(why)));
        return message.with(fields);
    }

    /**
     * Returns the line that says what has come of a job.
     *
     * @param type what it was at its end
     */
    public static Optional<LogMessage> jobFinished(
            UnitEntry unit, Job job, JobType type, JobResult result) {
        return finished(unit, type, result)
                .map(message -> {
                    var fields = new TreeMap<>(fields(job, type));
                    fields.put("JOB_RESULT", result.wireName());
                    return message.with(fields);
                });
    }

    private static Optional<LogMessage> finished(UnitEntry unit, JobType type, JobResult result) {
        String name = named(unit);
        return switch (type) {
            case START -> startFinished(unit, name, result);
            case STOP, RESTART -> stopFinished(unit, name, result);
            case RELOAD -> reloadFinished(name, result);
            case VERIFY_ACTIVE, NOP, TRY_RESTART, TRY_RELOAD, RELOAD_OR_START -> Optional.empty();
        };
    }

    private static Optional<LogMessage> startFinished(
            UnitEntry unit, String name, JobResult result) {
        JobWords words = unit.body().words();
        return switch (result) {
            case DONE ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.INFO, STARTED, words.started() + " " + name + "."));
            case TIMEOUT ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.ERR,
                                    FAILED,
                                    words.startTimedOut() + " " + name + "."));
            case FAILED ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.ERR, FAILED, words.startFailed() + " " + name + "."));
            case DEPENDENCY ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.WARNING,
                                    FAILED,
                                    "Dependency failed for " + name + "."));
            case ASSERT ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.WARNING,
                                    FAILED,
                                    "Assertion failed for " + name + "."));
            case UNSUPPORTED ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.WARNING,
                                    FAILED,
                                    "Starting of " + name + " unsupported."));
            case CANCELED, SKIPPED, INVALID, COLLECTED, ONCE -> Optional.empty();
        };
    }

    private static Optional<LogMessage> stopFinished(
            UnitEntry unit, String name, JobResult result) {
        JobWords words = unit.body().words();
        return switch (result) {
            case DONE ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.INFO, STOPPED, words.stopped() + " " + name + "."));
            case FAILED ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.INFO, STOPPED, words.stopFailed() + " " + name + "."));
            case TIMEOUT ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.ERR,
                                    STOPPED,
                                    words.stopTimedOut() + " " + name + "."));
            case CANCELED, DEPENDENCY, SKIPPED, INVALID, ASSERT, UNSUPPORTED, COLLECTED, ONCE ->
                    Optional.empty();
        };
    }

    private static Optional<LogMessage> reloadFinished(String name, JobResult result) {
        return switch (result) {
            case DONE ->
                    Optional.of(new LogMessage(LogLevel.INFO, RELOADED, "Reloaded " + name + "."));
            case FAILED ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.ERR, RELOADED, "Reload failed for " + name + "."));
            case TIMEOUT ->
                    Optional.of(
                            new LogMessage(
                                    LogLevel.ERR, RELOADED, "Timed out reloading " + name + "."));
            case CANCELED, DEPENDENCY, SKIPPED, INVALID, ASSERT, UNSUPPORTED, COLLECTED, ONCE ->
                    Optional.empty();
        };
    }

    /** Returns the line that says who has had a signal sent: systemd has one for each process. */
    public static LogMessage signalled(UnitEntry unit, int signal, Optional<Why> asked) {
        var message =
                new LogMessage(
                        LogLevel.INFO,
                        "",
                        unit.id()
                                + ": Sending signal "
                                + Signals.nameOf(signal).orElse("" + signal)
                                + " on client request.");
        return asked.map(why -> message.with(Map.of(CauseText.FIELD, CauseText.write(why))))
                .orElse(message);
    }

    // ---- conditions

    /** Returns what keeps a unit from being started; nothing where it is no line alone. */
    static Optional<Condition> unmet(ConditionReport report) {
        return report.tests().stream()
                .filter(test -> test.result() != ConditionResult.SUCCEEDED)
                .map(ConditionReport.Test::condition)
                .filter(condition -> !condition.isTrigger())
                .findFirst();
    }

    /** Returns a condition as it is written. */
    static String written(Condition condition) {
        return (condition.isTrigger() ? "|" : "")
                + (condition.isNegated() ? "!" : "")
                + condition.parameter();
    }

    /** Returns the line that says which condition keeps a unit from being started. */
    public static LogMessage conditionUnmet(UnitEntry unit) {
        String why =
                unmet(unit.conditions())
                        .map(condition ->
                                "of an unmet condition check ("
                                        + condition.type()
                                        + "="
                                        + written(condition)
                                        + ").")
                        .orElse("no trigger condition checks were met.");
        return new LogMessage(LogLevel.INFO, "", named(unit) + " was skipped because " + why);
    }
}
