package hearth.cli.command.nix.report;

import hearth.nix.apply.ManagedUser;
import hearth.nix.apply.Progress;
import hearth.nix.apply.Prospect;
import hearth.nix.plan.LingerPlan;
import hearth.nix.plan.UnitAction;
import java.util.Optional;

/** Tells of files before anything else: they have changed once anything else happens. */
public final class FilesFirst implements Progress {
    private final ApplyReport report;
    private final Prospect prospect;
    private boolean isShown;

    public FilesFirst(ApplyReport report, Prospect prospect) {
        this.report = report;
        this.prospect = prospect;
    }

    /** Tells of files, where that has not been done. */
    public void show() {
        if (!isShown) {
            isShown = true;
            report.showFiles(prospect);
        }
    }

    @Override
    public void switched(ManagedUser user, UnitAction action, Optional<String> failure) {
        show();
        report.switched(user, action, failure);
    }

    @Override
    public void lingered(LingerPlan.Change change, Optional<String> failure) {
        show();
        report.lingered(change, failure);
    }

    @Override
    public void unreachable(ManagedUser user, String why) {
        show();
        report.unreachable(user, why);
    }
}
