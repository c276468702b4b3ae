package hearth.daemon.user;

import hearth.manager.ManagerListener;
import hearth.manager.StartupTimes;
import hearth.manager.Unit;
import hearth.manager.graph.ActiveState;

/** Tells once that logins may go on: {@code basic.target} is reached, or will not be. */
final class Readiness implements ManagerListener {
    private static final String REACHED = "basic.target";

    private final Runnable told;
    private boolean isTold;

    Readiness(Runnable told) {
        this.told = told;
    }

    @Override
    public void unitChanged(Unit unit) {
        if (unit.id().equals(REACHED) && unit.activeState() == ActiveState.ACTIVE) {
            tell();
        }
    }

    @Override
    public void startupFinished(StartupTimes times) {
        tell();
    }

    private void tell() {
        if (!isTold) {
            isTold = true;
            told.run();
        }
    }
}
