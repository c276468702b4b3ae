package hearth.cli.command.nix.report;

import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.nix.apply.ManagedUser;
import hearth.nix.apply.Owner;
import hearth.nix.apply.Progress;
import hearth.nix.apply.Prospect;
import hearth.nix.apply.UserSwitch;
import hearth.nix.plan.FileChange;
import hearth.nix.plan.LingerPlan;
import hearth.nix.plan.Refusal;
import hearth.nix.plan.UnitAction;
import java.util.Optional;

/** Tells a person what would happen, or what is being done. */
public final class ApplyReport implements Progress {
    private final Screen screen;
    private final Owner owner;

    public ApplyReport(Screen screen, Owner owner) {
        this.screen = screen;
        this.owner = owner;
    }

    /** Tells what would happen. */
    public void showProspect(Prospect prospect) {
        for (FileChange change : prospect.files().changes()) {
            FileText.writeDifference(screen, owner, change);
        }
        for (UserSwitch user : prospect.switches()) {
            for (UnitAction action : user.plan().actions()) {
                screen.line(
                        "would "
                                + action.kind().word()
                                + " "
                                + action.unit()
                                + " of "
                                + user.user().name()
                                + because(action.reason()));
            }
        }
        for (LingerPlan.Change change : prospect.linger().changes()) {
            screen.line(
                    "would switch lingering "
                            + (change.isOn() ? "on" : "off")
                            + " for "
                            + change.user()
                            + because(change.reason()));
        }
        if (prospect.isEmpty()) {
            screen.line("no changes");
        }
    }

    /** Tells what stands in the way, or is not known. */
    public void showProblems(Prospect prospect) {
        for (Refusal refusal : prospect.files().refusals()) {
            screen.note(
                    "hearth: "
                            + owner.path(refusal.name())
                            + " "
                            + refusal.reason()
                            + (refusal.position().file().isEmpty()
                                    ? ""
                                    : " (declared at " + refusal.position() + ")")
                            + (refusal.isAdoptable() ? "; --adopt replaces it" : ""));
        }
        prospect.warnings().forEach(warning -> screen.note("hearth: " + warning));
    }

    /** Tells which files were changed. */
    void showFiles(Prospect prospect) {
        for (FileChange change : prospect.files().changes()) {
            screen.line(FileText.done(owner, change));
        }
    }

    @Override
    public void switched(ManagedUser user, UnitAction action, Optional<String> failure) {
        String unit = action.unit() + " of " + user.name();
        if (failure.isPresent()) {
            screen.note(
                    "hearth: cannot " + action.kind().word() + " " + unit + ": " + failure.get());
        } else {
            screen.line(
                    Line.of(Style.GOOD, done(action.kind()))
                            .then(" " + unit + because(action.reason())));
        }
    }

    private static String done(UnitAction.Kind kind) {
        return switch (kind) {
            case STOP -> "stopped";
            case KEEP -> "kept";
            case RELOAD -> "reloaded";
            case RESTART -> "restarted";
            case START -> "started";
        };
    }

    @Override
    public void lingered(LingerPlan.Change change, Optional<String> failure) {
        String what = (change.isOn() ? "on" : "off") + " for " + change.user();
        if (failure.isPresent()) {
            screen.note("hearth: cannot switch lingering " + what + ": " + failure.get());
        } else {
            screen.line("switched lingering " + what + because(change.reason()));
        }
    }

    @Override
    public void unreachable(ManagedUser user, String why) {
        screen.note("hearth: cannot reach " + user.name() + "'s manager: " + why);
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }
}
