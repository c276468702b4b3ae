package hearth.nix.plan;

import hearth.nix.plan.UnitAction.Kind;

/**
 * The rules of home-manager's switch: what changed is restarted unless it says otherwise, what is
 * gone is stopped, and what is new and wanted by something active is started.
 */
final class HomeSwitch {
    private final SwitchDraft draft;

    HomeSwitch(SwitchDraft draft) {
        this.draft = draft;
    }

    void plan() {
        for (ActiveUnit unit : draft.concerned()) {
            decide(unit.name());
        }
        draft.wantedNow()
                .forEach((unit, target) -> draft.decide(Kind.START, unit, "wanted by " + target));
    }

    private void decide(String unit) {
        UnitVersion before = draft.before(unit);
        UnitVersion after = draft.after(unit);
        if (draft.isGone(unit)) {
            if (before.flag("Unit", "RefuseManualStop", false)) {
                draft.decide(Kind.KEEP, unit, "RefuseManualStop=");
            } else if (before.flag("Unit", "X-StopOnRemoval", true)) {
                draft.decide(Kind.STOP, unit, after.isMasked() ? "masked" : "no longer declared");
            }
            return;
        }
        switch (Difference.asHomeManager(before, after)) {
            case NONE -> {}
            case RELOAD -> draft.decide(Kind.RELOAD, unit, "X-Reload-Triggers=");
            case RESTART -> changed(unit, after);
        }
    }

    private void changed(String unit, UnitVersion after) {
        if (after.flag("Unit", "RefuseManualStop", false)) {
            draft.decide(Kind.KEEP, unit, "RefuseManualStop=");
            return;
        }
        if (after.flag("Unit", "RefuseManualStart", false)) {
            draft.decide(Kind.STOP, unit, "changed, and RefuseManualStart=");
            return;
        }
        String method = after.value("Unit", "X-SwitchMethod").orElseGet(() -> legacyMethod(after));
        switch (method) {
            case "reload" -> draft.decide(Kind.RELOAD, unit, "");
            case "keep-old" -> draft.decide(Kind.KEEP, unit, "it wants so");
            case "stop-start" -> {
                draft.decide(Kind.STOP, unit, "changed");
                draft.decide(Kind.START, unit, "changed");
            }
            default -> draft.decide(Kind.RESTART, unit, "");
        }
    }

    /** The words of NixOS, which older declarations have in either section. */
    private static String legacyMethod(UnitVersion version) {
        if (says(version, "X-ReloadIfChanged", true)) {
            return "reload";
        }
        if (says(version, "X-RestartIfChanged", false)) {
            return "keep-old";
        }
        return says(version, "X-StopIfChanged", true) ? "stop-start" : "restart";
    }

    private static boolean says(UnitVersion version, String key, boolean value) {
        return version.flag("Unit", key, !value) == value
                || version.flag("Service", key, !value) == value;
    }
}
