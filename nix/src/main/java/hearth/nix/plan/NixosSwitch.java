package hearth.nix.plan;

import hearth.nix.plan.UnitAction.Kind;
import java.util.List;

/**
 * The rules of a NixOS switch: what is gone is stopped by its old definition, what changed is
 * stopped and started, targets are started again so that what they want comes up.
 */
final class NixosSwitch {
    private final SwitchDraft draft;

    NixosSwitch(SwitchDraft draft) {
        this.draft = draft;
    }

    void plan() {
        for (ActiveUnit unit : draft.concerned()) {
            decide(unit.name());
        }
        startTargetsAgain();
        draft.wantedNow()
                .forEach((unit, target) -> draft.decide(Kind.START, unit, "wanted by " + target));
    }

    private void decide(String unit) {
        UnitVersion before = draft.before(unit);
        UnitVersion after = draft.after(unit);
        if (draft.isGone(unit)) {
            if (before.flag("Unit", "X-StopOnRemoval", true)) {
                draft.decide(Kind.STOP, unit, after.isMasked() ? "masked" : "no longer declared");
            }
            return;
        }
        if (unit.endsWith(".target")) {
            if (after.flag("Unit", "X-StopOnReconfiguration", false)) {
                draft.decide(Kind.STOP, unit, "it wants so");
            }
            return;
        }
        switch (Difference.asNixos(before, after)) {
            case NONE -> {}
            case RELOAD -> draft.decide(Kind.RELOAD, unit, "");
            case RESTART -> changed(unit, after);
        }
    }

    private void startTargetsAgain() {
        for (String target : draft.ownTargets()) {
            UnitVersion version = draft.after(target);
            boolean isManual =
                    version.flag("Unit", "RefuseManualStart", false)
                            || version.flag("Unit", "X-OnlyManualStart", false);
            if (draft.isActive(target) && !version.isMasked() && !isManual) {
                draft.decide(Kind.START, target, "again, for what it wants");
            }
        }
    }

    private void changed(String unit, UnitVersion after) {
        if (unit.endsWith(".path") || unit.endsWith(".slice") || unit.endsWith(".socket")) {
            return;
        }
        if (after.flag("Service", "X-ReloadIfChanged", false)) {
            draft.decide(Kind.RELOAD, unit, "X-ReloadIfChanged=");
        } else if (!after.flag("Service", "X-RestartIfChanged", true)) {
            draft.decide(Kind.KEEP, unit, "X-RestartIfChanged=");
        } else if (after.flag("Unit", "RefuseManualStop", false)) {
            draft.decide(Kind.KEEP, unit, "RefuseManualStop=");
        } else if (after.flag("Unit", "X-OnlyManualStart", false)) {
            draft.decide(Kind.KEEP, unit, "X-OnlyManualStart=");
        } else if (!unit.endsWith(".service") || !after.flag("Service", "X-StopIfChanged", true)) {
            draft.decide(Kind.RESTART, unit, "");
        } else {
            stopAndStart(unit, after);
        }
    }

    /** What a socket starts on demand is left to its socket. */
    private void stopAndStart(String service, UnitVersion after) {
        List<String> sockets = draft.activeSocketsOf(service);
        boolean isLeftToSocket = false;
        for (String socket : sockets) {
            draft.decide(Kind.STOP, socket, "for " + service);
            if (!draft.isGone(socket)) {
                draft.decide(Kind.START, socket, "for " + service);
                isLeftToSocket = true;
            }
        }
        draft.decide(Kind.STOP, service, "changed");
        if (!isLeftToSocket || after.flag("Service", "X-NotSocketActivated", false)) {
            draft.decide(Kind.START, service, "changed");
        }
    }
}
