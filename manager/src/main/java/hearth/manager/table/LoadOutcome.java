package hearth.manager.table;

import hearth.manager.graph.LoadState;
import hearth.manager.job.Job;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.unit.Diagnostic;
import hearth.unit.syntax.UnitFile;
import java.util.List;
import java.util.Optional;

/**
 * What came of looking for a unit.
 *
 * @param error why it has no definition, or one that cannot be used; empty where there is nothing
 * @param fault what keeps it from being loaded
 * @param diagnostics what is to be said about its files
 */
record LoadOutcome(LoadState state, String error, Refusal fault, List<Diagnostic> diagnostics) {
    /** It was not looked for yet. */
    static final LoadOutcome STUB = loaded(LoadState.STUB, List.of());

    /** It was found, and there is nothing to say. */
    private static final LoadOutcome LOADED = loaded(LoadState.LOADED, List.of());

    LoadOutcome {
        diagnostics = List.copyOf(diagnostics);
    }

    static LoadOutcome loaded(List<Diagnostic> diagnostics) {
        return diagnostics.isEmpty() ? LOADED : loaded(LoadState.LOADED, diagnostics);
    }

    private static LoadOutcome loaded(LoadState state, List<Diagnostic> diagnostics) {
        return new LoadOutcome(state, "", Refusal.LOAD_FAILED, diagnostics);
    }

    /** Returns why a unit of this name cannot be started, in systemd's words. */
    Optional<Outcome.Refused<Job>> refusal(String id) {
        return switch (state) {
            case STUB, LOADED -> Optional.empty();
            case NOT_FOUND -> refused(Refusal.NO_SUCH_UNIT, "Unit " + id + " not found.");
            case MASKED -> refused(Refusal.MASKED, "Unit " + id + " is masked.");
            case BAD_SETTING ->
                    refused(Refusal.BAD_SETTING, "Unit " + id + " has a bad unit file setting.");
            case ERROR ->
                    refused(
                            fault,
                            "Unit "
                                    + id
                                    + " failed to load properly, please adjust/correct and reload"
                                    + " service manager: "
                                    + error);
        };
    }

    /** Returns what is wrong with a unit's file; nothing where there was none to read. */
    static Refusal ofFile(Optional<UnitFile.Fault> fault) {
        return fault.map(LoadOutcome::ofFault).orElse(Refusal.LOAD_FAILED);
    }

    private static Refusal ofFault(UnitFile.Fault fault) {
        return switch (fault) {
            case SYNTAX -> Refusal.FILE_MALFORMED;
            case ENCODING -> Refusal.FILE_NOT_TEXT;
            case SIZE -> Refusal.FILE_TOO_LARGE;
        };
    }

    private static Optional<Outcome.Refused<Job>> refused(Refusal reason, String message) {
        return Optional.of(new Outcome.Refused<>(reason, message));
    }
}
