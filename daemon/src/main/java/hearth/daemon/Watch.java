package hearth.daemon;

import hearth.budget.Account;
import hearth.budget.Budgets;
import hearth.budget.Resource;
import hearth.daemon.brain.Brain;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.fault.Crumbs;
import hearth.daemon.fault.Quarantine;
import hearth.daemon.log.LogLine;
import hearth.daemon.log.LogWriter;
import hearth.daemon.log.UnitLog;
import hearth.daemon.mailbox.Turns;
import hearth.manager.host.Moment;
import hearth.manager.host.TimeSource;

/**
 * Sees to what users cost: says limits that were reached and work that took too long, leaves crumbs
 * for the next brain, and ends this one where a thread never comes back. Any thread.
 */
record Watch(Crumbs crumbs, LogWriter logs, TimeSource time, Brain.Complaints complaints)
        implements Turns.Owner, Budgets.Listener {
    private static final int WARNING = 4;

    @Override
    public void begins(int thread, int uid) {
        crumbs.begins(thread, uid);
    }

    @Override
    public void ends(int thread) {
        crumbs.ends(thread);
    }

    @Override
    public void overran(int uid) {
        complaints.say(managerOf(uid) + " works too long on one thing, which is ended");
    }

    @Override
    public void stuck(int uid) {
        complaints.say(managerOf(uid) + " does not come back: the brain is started anew");
        Runtime.getRuntime().halt(Quarantine.STUCK_STATUS);
    }

    private static String managerOf(int uid) {
        return uid == Turns.NOBODY
                ? "what serves all users"
                : "the manager of " + Integer.toUnsignedString(uid);
    }

    @Override
    public void exceeded(int uid, Resource resource) {
        Moment now = time.now();
        logs.add(
                uid == ForeignDescriptors.STRANGERS
                        ? UnitLog.SYSTEM
                        : Integer.toUnsignedString(uid),
                new LogLine(
                        now.realtimeUsec(),
                        now.monotonicUsec(),
                        WARNING,
                        "-",
                        "hearth",
                        Account.refusal(resource)));
    }

    @Override
    public void grew(Budgets.Heaviest heaviest) {
        crumbs.heaviest(heaviest.uid(), heaviest.bytes());
    }
}
