package hearth.manager.table;

import hearth.manager.job.Job;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.unit.syntax.UnitFile;
import java.util.Optional;

/** Why a unit without a definition cannot be started, in systemd's words. */
final class LoadRefusals {
    private LoadRefusals() {}

    static Optional<Outcome.Refused<Job>> of(UnitEntry unit, Refusal fault) {
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
                            fault,
                            "Unit "
                                    + unit.id()
                                    + " failed to load properly, please adjust/correct and reload"
                                    + " service manager: "
                                    + unit.loadError());
        };
    }

    /** Returns what is wrong with a unit's file; nothing where there was none to read. */
    static Refusal ofFile(Optional<UnitFile.Fault> fault) {
        return fault.map(LoadRefusals::ofFault).orElse(Refusal.LOAD_FAILED);
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
