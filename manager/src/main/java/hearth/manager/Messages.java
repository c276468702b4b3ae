package hearth.manager;

import hearth.manager.host.Condition;
import hearth.manager.host.ConditionResult;
import hearth.manager.host.LogLevel;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import java.util.Optional;

/** What the manager says, in the words that people know from systemd. */
final class Messages {
    private static final String STARTING = "7d4958e842da4a758f6c1cdc7b36dcc5";
    private static final String STARTED = "39f53479d3a045ac8e11786248231fbf";
    private static final String STOPPING = "de5b426a63be47a7b6ac3eaac82e2f6f";
    private static final String STOPPED = "9d1aaa27d60140bd96365438aad20286";
    private static final String FAILED = "be02cf6855d2428ba40df7e9d022f03d";
    private static final String RELOADING = "d34d037fff1847e6ae669a370e694725";
    private static final String RELOADED = "7b05ebc668384222baa8881179cfda54";

    private Messages() {}

    /** One line of the log. */
    record Line(LogLevel level, String messageId, String text) {
        void log(Unit unit, Outbox outbox) {
            outbox.log(unit, level, messageId, text);
        }
    }

    /** Returns a unit as sentences have it: {@code hello.service - Says hello}. */
    static String named(Unit unit) {
        return unit.description().isEmpty() || unit.description().equals(unit.id())
                ? unit.id()
                : unit.id() + " - " + unit.description();
    }

    // ---- jobs

    static Line starting(Unit unit) {
        return new Line(LogLevel.INFO, STARTING, "Starting " + named(unit) + "...");
    }

    static Line stopping(Unit unit) {
        return new Line(LogLevel.INFO, STOPPING, "Stopping " + named(unit) + "...");
    }

    static Line reloading(Unit unit) {
        return new Line(LogLevel.INFO, RELOADING, "Reloading " + named(unit) + "...");
    }

    /** Returns the line that says what has come of a job. */
    static Optional<Line> jobFinished(Unit unit, JobType type, JobResult result) {
        String name = named(unit);
        return switch (type) {
            case START -> startFinished(unit, name, result);
            case STOP, RESTART -> stopFinished(unit, name, result);
            case RELOAD -> reloadFinished(name, result);
            case VERIFY_ACTIVE, NOP, TRY_RESTART, TRY_RELOAD, RELOAD_OR_START -> Optional.empty();
        };
    }

    private static Optional<Line> startFinished(Unit unit, String name, JobResult result) {
        return switch (result) {
            case DONE ->
                    Optional.of(
                            new Line(
                                    LogLevel.INFO,
                                    STARTED,
                                    unit.body.words().started() + " " + name + "."));
            case TIMEOUT ->
                    Optional.of(new Line(LogLevel.ERR, FAILED, "Timed out starting " + name + "."));
            case FAILED ->
                    Optional.of(new Line(LogLevel.ERR, FAILED, "Failed to start " + name + "."));
            case DEPENDENCY ->
                    Optional.of(
                            new Line(
                                    LogLevel.WARNING,
                                    FAILED,
                                    "Dependency failed for " + name + "."));
            case ASSERT ->
                    Optional.of(
                            new Line(
                                    LogLevel.WARNING,
                                    FAILED,
                                    "Assertion failed for " + name + "."));
            case UNSUPPORTED ->
                    Optional.of(
                            new Line(
                                    LogLevel.WARNING,
                                    FAILED,
                                    "Starting of " + name + " unsupported."));
            case CANCELED, SKIPPED, INVALID, COLLECTED, ONCE -> Optional.empty();
        };
    }

    private static Optional<Line> stopFinished(Unit unit, String name, JobResult result) {
        return switch (result) {
            case DONE ->
                    Optional.of(
                            new Line(
                                    LogLevel.INFO,
                                    STOPPED,
                                    unit.body.words().stopped() + " " + name + "."));
            case FAILED ->
                    Optional.of(
                            new Line(LogLevel.INFO, STOPPED, "Stopped (with error) " + name + "."));
            case TIMEOUT ->
                    Optional.of(
                            new Line(LogLevel.ERR, STOPPED, "Timed out stopping " + name + "."));
            case CANCELED, DEPENDENCY, SKIPPED, INVALID, ASSERT, UNSUPPORTED, COLLECTED, ONCE ->
                    Optional.empty();
        };
    }

    private static Optional<Line> reloadFinished(String name, JobResult result) {
        return switch (result) {
            case DONE -> Optional.of(new Line(LogLevel.INFO, RELOADED, "Reloaded " + name + "."));
            case FAILED ->
                    Optional.of(
                            new Line(LogLevel.ERR, RELOADED, "Reload failed for " + name + "."));
            case TIMEOUT ->
                    Optional.of(
                            new Line(LogLevel.ERR, RELOADED, "Timed out reloading " + name + "."));
            case CANCELED, DEPENDENCY, SKIPPED, INVALID, ASSERT, UNSUPPORTED, COLLECTED, ONCE ->
                    Optional.empty();
        };
    }

    // ---- conditions

    /** Returns the line that says which condition keeps a unit from being started. */
    static Line conditionUnmet(Unit unit) {
        for (ConditionReport.Test test : unit.conditions().tests()) {
            Condition condition = test.condition();
            if (!condition.isTrigger() && test.result() != ConditionResult.SUCCEEDED) {
                return new Line(
                        LogLevel.INFO,
                        "",
                        named(unit)
                                + " was skipped because of an unmet condition check ("
                                + condition.type()
                                + "="
                                + (condition.isNegated() ? "!" : "")
                                + condition.parameter()
                                + ").");
            }
        }
        return new Line(
                LogLevel.INFO,
                "",
                named(unit) + " was skipped because no trigger condition checks were met.");
    }

    // ---- refusals

    static Optional<Outcome.Refused<Job>> loadRefusal(Unit unit) {
        return switch (unit.loadState()) {
            case STUB, LOADED -> Optional.empty();
            case NOT_FOUND -> refused(Refusal.NO_SUCH_UNIT, "Unit " + unit.id() + " not found.");
            case MASKED -> refused(Refusal.MASKED, "Unit " + unit.id() + " is masked.");
            case BAD_SETTING ->
                    refused(
                            Refusal.BAD_SETTING,
                            "Unit " + unit.id() + " has a bad unit file setting.");
            case ERROR ->
                    refused(
                            fileRefusal(unit),
                            "Unit " + unit.id() + " failed to load properly: " + unit.loadError());
        };
    }

    private static Refusal fileRefusal(Unit unit) {
        return unit.fileFault
                .map(fault ->
                        switch (fault) {
                            case SYNTAX -> Refusal.FILE_MALFORMED;
                            case ENCODING -> Refusal.FILE_NOT_TEXT;
                            case SIZE -> Refusal.FILE_TOO_LARGE;
                        })
                .orElse(Refusal.LOAD_FAILED);
    }

    private static Optional<Outcome.Refused<Job>> refused(Refusal reason, String message) {
        return Optional.of(new Outcome.Refused<>(reason, message));
    }
}
