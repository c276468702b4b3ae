package hearth.manager.table;

import hearth.manager.graph.LoadState;
import hearth.manager.job.Job;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.unit.Diagnostic;
import hearth.unit.syntax.UnitFile;
import java.util.List;
import java.util.Optional;

/** What came of looking for a unit. */
sealed interface LoadOutcome {
    /** Returns systemd's word for it. */
    LoadState state();

    /**
     * Returns why it has no definition, or one that cannot be used; empty where nothing is wrong.
     */
    default String error() {
        return "";
    }

    /** Returns what is to be said about its files. */
    default List<Diagnostic> diagnostics() {
        return List.of();
    }

    /** Nobody has looked. */
    record Stub() implements LoadOutcome {
        /** All are the same. */
        static final Stub OF_ALL = new Stub();

        @Override
        public LoadState state() {
            return LoadState.STUB;
        }
    }

    /** It has a definition. */
    record Loaded(List<Diagnostic> diagnostics) implements LoadOutcome {
        private static final Loaded WITHOUT_WORDS = new Loaded(List.of());

        public Loaded {
            diagnostics = List.copyOf(diagnostics);
        }

        @Override
        public LoadState state() {
            return LoadState.LOADED;
        }
    }

    /** There is no file. */
    record NotFound(String error, List<Diagnostic> diagnostics) implements LoadOutcome {
        public NotFound {
            diagnostics = List.copyOf(diagnostics);
        }

        @Override
        public LoadState state() {
            return LoadState.NOT_FOUND;
        }
    }

    /** Its file leads to /dev/null. */
    record Masked(String error, List<Diagnostic> diagnostics) implements LoadOutcome {
        public Masked {
            diagnostics = List.copyOf(diagnostics);
        }

        @Override
        public LoadState state() {
            return LoadState.MASKED;
        }
    }

    /** It has a definition that cannot be used. */
    record BadSetting(String error, List<Diagnostic> diagnostics) implements LoadOutcome {
        public BadSetting {
            diagnostics = List.copyOf(diagnostics);
        }

        @Override
        public LoadState state() {
            return LoadState.BAD_SETTING;
        }
    }

    /**
     * It cannot be loaded.
     *
     * @param fault what keeps it from being loaded
     */
    record Failed(String error, Refusal fault, List<Diagnostic> diagnostics)
            implements LoadOutcome {
        public Failed {
            diagnostics = List.copyOf(diagnostics);
        }

        @Override
        public LoadState state() {
            return LoadState.ERROR;
        }
    }

    /** It was found. */
    static LoadOutcome loaded(List<Diagnostic> diagnostics) {
        return diagnostics.isEmpty() ? Loaded.WITHOUT_WORDS : new Loaded(diagnostics);
    }

    /** Returns why a unit of this name cannot be started, in systemd's words. */
    default Optional<Outcome.Refused<Job>> refusal(String id) {
        return switch (this) {
            case Stub _, Loaded _ -> Optional.empty();
            case NotFound _ -> refused(Refusal.NO_SUCH_UNIT, "Unit " + id + " not found.");
            case Masked _ -> refused(Refusal.MASKED, "Unit " + id + " is masked.");
            case BadSetting _ ->
                    refused(Refusal.BAD_SETTING, "Unit " + id + " has a bad unit file setting.");
            case Failed(String error, Refusal fault, List<Diagnostic> _) ->
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
