package hearth.daemon.login;

import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.log.LogLine;
import hearth.daemon.log.ManagerMarks;
import hearth.daemon.log.UnitLog;
import hearth.daemon.machine.ClockChanges;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.mailbox.MailboxTimers;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.state.Caretaker;
import hearth.daemon.varlink.VarlinkInterface;
import hearth.linux.ErrnoException;
import hearth.linux.Polling;
import hearth.login.Login;
import hearth.login.Restored;
import hearth.login.host.CallId;
import hearth.login.host.CreatedSession;
import hearth.login.host.DualTimestamp;
import hearth.login.host.LingerVerdict;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.LoginEvent;
import hearth.login.host.LoginHost;
import hearth.login.host.StateFile;
import hearth.login.host.Token;
import hearth.login.host.UserKey;
import hearth.login.setting.LoginSettings;
import hearth.login.user.UserLookUp;
import hearth.login.user.UserRecord;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;

/**
 * Login with its world: what it wants done, done. Belongs to login's mailbox, but for holds and
 * leaders, which are the reactor's.
 *
 * <p>Linger files lie on a disk: a worker of their own reads and writes them.
 */
public final class LoginInstance implements LoginHost {
    private final Brain brain;
    private final Mailbox mailbox;
    private final Line<KeeperEvent> keeper;
    private final MailboxTimers timers;
    private final SystemOrders orders;
    private final Fifos fifos;
    private final InhibitorSockets inhibitors;
    private final Leaders leaders;
    private final LingerDirectory linger;
    private final StateFiles files;
    private final AtomicReference<Optional<Replies>> replies =
            new AtomicReference<>(Optional.empty());
    private final Map<StateFile, Integer> others = new HashMap<>();
    private final UnitLog log;
    private final LogoutRecord logouts;
    private final Login login;
    private final LoginVarlink varlink;

    /** Who answers calls and tells signals; called in login's mailbox. */
    public interface Replies {
        /** Answers CreateSession; the descriptor is the answer's from now on. */
        void created(CallId call, CreatedSession session, int fifo);

        /** Answers Inhibit; the descriptor is the answer's from now on. */
        void inhibited(CallId call, int end);

        /** Answers Grant. */
        void granted(CallId call, String lease);

        /** Answers May. */
        void mayLinger(CallId call, LingerVerdict verdict);

        /** Answers a call that returns nothing. */
        void done(CallId call);

        /** Answers a call with an error. */
        void failed(CallId call, LoginError error);

        /** Tells observers something. */
        void signal(LoginEffect.Signal signal);
    }

    /**
     * Where login's files are.
     *
     * @param run what clients read of users, sessions and seats
     * @param linger a file for each user who lingers
     * @param leases a record for each, of why
     */
    public record Directories(Path run, Path linger, Path leases) {
        /** Where clients look for them. */
        public static final Directories STANDARD =
                new Directories(
                        Path.of("/run/systemd"),
                        Path.of("/var/lib/systemd/linger"),
                        Path.of("/var/lib/hearth/linger"));
    }

    /**
     * What login works with.
     *
     * @param directories where its files are
     * @param orders start and stop users' units; begun
     * @param keeper removes what users leave behind
     * @param restored what is there
     * @param inhibitors sockets that an earlier brain has had for them, by name
     */
    public record Parts(
            Directories directories,
            SystemOrders orders,
            Line<KeeperEvent> keeper,
            LoginSettings settings,
            Restored restored,
            Map<String, Integer> inhibitors) {}

    /**
     * Makes login and takes over what is there; {@link #open} lets it see who lingers. In login's
     * mailbox.
     */
    public LoginInstance(Brain brain, Mailbox mailbox, Parts parts) {
        this.brain = brain;
        this.mailbox = mailbox;
        log = brain.logOf(UnitLog.SYSTEM, mailbox);
        logouts = new LogoutRecord(brain, mailbox);
        Directories directories = parts.directories();
        keeper = parts.keeper();
        timers = new MailboxTimers(brain.reactor(), mailbox);
        orders = parts.orders();
        orders.tellTo(this::handle);
        fifos = new Fifos(brain, directories.run());
        inhibitors = new InhibitorSockets(brain, keeper, mailbox, parts.inhibitors());
        leaders = new Leaders(brain, token -> later(new LoginEvent.LeaderExited(token)));
        linger = new LingerDirectory(brain, brain.rootFiles(), directories, new LingerFiles());
        files = new StateFiles(directories.run(), Caretaker.in(brain, mailbox));
        login = Login.restore(parts.settings(), this, parts.restored());
        varlink = new LoginVarlink(login, new LoginProcesses(brain.cgroups()));
        brain.reactor().execute(inhibitors::dropLeft);
        brain.clocks().subscribe(mailbox, new Clocks());
    }

    /** Takes out of what the keeper has kept what an earlier brain's login had. */
    public static Map<String, Integer> takeKept(Map<String, Integer> kept) {
        return InhibitorSockets.take(kept);
    }

    /** Begins to answer, and to look at who lingers. */
    public void open(Replies answers) {
        replies.set(Optional.of(answers));
        linger.open();
    }

    /** Returns what is served over Varlink; for its mailbox. */
    public VarlinkInterface varlink() {
        return varlink;
    }

    /** Returns login; for its mailbox. */
    public Login login() {
        return login;
    }

    private void handle(LoginEvent event) {
        login.handle(event);
    }

    private void later(LoginEvent event) {
        mailbox.execute(() -> login.handle(event));
    }

    @Override
    public DualTimestamp now() {
        Moment now = brain.time().now();
        return new DualTimestamp(now.realtimeUsec(), now.monotonicUsec());
    }

    private final class LingerFiles implements LingerDirectory.Listener {
        @Override
        public void appeared(String name) {
            later(new LoginEvent.LingerFileAppeared(name));
        }

        @Override
        public void vanished(String name) {
            later(new LoginEvent.LingerFileVanished(name));
        }

        @Override
        public void listed(List<String> names) {
            later(new LoginEvent.LingerFilesListed(names));
        }
    }

    /** Leases end by the wall clock. */
    private final class Clocks implements ClockChanges.Listener {
        @Override
        public void clockSet() {
            handle(new LoginEvent.ClockSet());
        }

        @Override
        public void zoneChanged(ZoneId zone) {
            // a lease's end is a moment, wherever the machine is
        }
    }

    @Override
    public void emit(LoginEffect effect) {
        switch (effect) {
            case LoginEffect.StartUnit(Token token, String unit) -> orders.start(token, unit);
            case LoginEffect.StopUnit(Token token, String unit) -> orders.stop(token, unit);
            case LoginEffect.StartScope(Token token, var scope) -> orders.startScope(token, scope);
            case LoginEffect.AbandonScope(String unit) -> orders.abandon(unit);
            case LoginEffect.KillUnit(String unit, int signal) -> orders.kill(unit, signal);
            case LoginEffect.KillProcess(String unit, long pid, int signal) ->
                    orders.cgroupOf(
                            unit,
                            cgroup ->
                                    keeper.order(
                                            new CommonOrder.Signal(cgroup, (int) pid, signal),
                                            this::sayFailed));
            case LoginEffect.WriteStateFile(var file, String text) -> files.write(file, text);
            case LoginEffect.RemoveStateFile(var file) -> files.remove(file);
            case LoginEffect.MakeHold(Token token, var beside) -> makeHold(token, beside);
            case LoginEffect.WatchHold(Token token, var beside) -> watchHold(token, beside);
            case LoginEffect.CloseHold(Token _, var beside) -> closeHold(beside);
            case LoginEffect.WatchLeader(Token token, long pid) ->
                    brain.reactor().execute(() -> leaders.watch(token, (int) pid));
            case LoginEffect.UnwatchLeader(Token token) ->
                    brain.reactor().execute(() -> leaders.forget(token));
            case LoginEffect.SetTimer(Token token, var delay) ->
                    timers.set(
                            token.value(),
                            brain.linux().polling().nowNanos(Polling.Clock.MONOTONIC)
                                    + delay.toNanos(),
                            () -> handle(new LoginEvent.TimerFired(token)));
            case LoginEffect.CancelTimer(Token token) -> timers.cancel(token.value());
            case LoginEffect.WriteLinger(
                            Token token,
                            String name,
                            String text,
                            boolean isShown,
                            String before) ->
                    linger.write(
                            new LingerStore.Entry(name, text, isShown, before),
                            new LingerStored(token));
            case LoginEffect.RemoveLinger(Token token, String name) ->
                    linger.remove(name, new LingerStored(token));
            case LoginEffect.WatchUserUnit(Token token, long uid, String unit) ->
                    orders.watchUserUnit(token, uid, unit);
            case LoginEffect.UnwatchUserUnit(Token token, long uid) ->
                    orders.unwatchUserUnit(token, uid);
            case LoginEffect.LookUpUser(Token token, UserKey key, long asker) ->
                    lookUp(token, key, asker);
            case LoginEffect.LookUpGroups(Token token, UserRecord user, var groups, long asker) ->
                    brain.names()
                            .askedBy((int) asker)
                            .groups(
                                    (int) user.uid(),
                                    groups,
                                    mailbox,
                                    found -> handle(new LoginEvent.GroupsLookedUp(token, found)));
            case LoginEffect.ReplyMayLinger(CallId call, var verdict) ->
                    replies.get().ifPresent(answers -> answers.mayLinger(call, verdict));
            case LoginEffect.RemoveIpc(long uid) ->
                    keeper.order(new KeeperOrder.RemoveIpc((int) uid), this::sayFailed);
            case LoginEffect.Log(var level, String message) -> log(level, message);
            case LoginEffect.Explain end -> orders.explain(end, logouts);
            case LoginEffect.ReplyCreateSession(CallId call, CreatedSession session) -> {
                if (call.isVarlink()) {
                    varlink.created(call, session);
                } else {
                    answerWithFifo(call, session);
                }
            }
            case LoginEffect.ReplyInhibit(CallId call, var beside) ->
                    answer(call, beside, (answers, end) -> answers.inhibited(call, end));
            case LoginEffect.ReplyGrant(CallId call, String lease) ->
                    replies.get().ifPresent(answers -> answers.granted(call, lease));
            case LoginEffect.Reply(CallId call) ->
                    replies.get().ifPresent(answers -> answers.done(call));
            case LoginEffect.ReplyError(CallId call, LoginError error) -> {
                if (call.isVarlink()) {
                    varlink.failed(call, error);
                } else {
                    replies.get().ifPresent(answers -> answers.failed(call, error));
                }
            }
            case LoginEffect.Signal signal ->
                    replies.get().ifPresent(answers -> answers.signal(signal));
        }
    }

    private void answerWithFifo(CallId call, CreatedSession session) {
        answer(
                call,
                new StateFile.OfSession(session.id()),
                (answers, fifo) -> answers.created(call, session, fifo));
    }

    private void log(LoginEffect.Log.Level level, String message) {
        switch (level) {
            case INFO -> say(LogLevel.INFO, message);
            case WARNING -> say(LogLevel.WARNING, message);
            case ERROR -> say(LogLevel.ERR, message);
            case DEBUG -> {
                // for whoever builds Hearth
            }
        }
    }

    private void say(LogLevel level, String message) {
        brain.complaints().say(message);
        Moment now = brain.time().now();
        log.add(
                new LogLine(
                        now.realtimeUsec(),
                        now.monotonicUsec(),
                        level.number(),
                        "-",
                        "systemd-logind",
                        message,
                        ManagerMarks.ofLogin()));
    }

    private void sayFailed(CommonEvent.Failed failed) {
        brain.complaints().say(ErrnoText.of(failed));
    }

    /** Answers a call with the end of a hold that is the caller's. */
    private void answer(CallId call, StateFile beside, ObjIntConsumer<Replies> answer) {
        Integer known = others.remove(beside);
        OptionalInt other = known != null ? OptionalInt.of(known) : ends(beside).others(beside);
        if (other.isEmpty()) {
            var error = new LoginError(LoginError.Kind.FAILED, "its end is gone");
            replies.get().ifPresent(answers -> answers.failed(call, error));
            return;
        }
        replies.get()
                .ifPresentOrElse(
                        answers -> answer.accept(answers, other.getAsInt()),
                        () -> brain.linux().descriptors().closeQuietly(other.getAsInt()));
    }

    private void makeHold(Token token, StateFile beside) {
        brain.reactor()
                .execute(() -> {
                    try {
                        int other =
                                ends(beside)
                                        .make(beside, () -> later(new LoginEvent.HoldEnded(token)));
                        mailbox.execute(() -> holdMade(token, beside, other));
                    } catch (IOException e) {
                        later(new LoginEvent.HoldFailed(token, failure(e)));
                    }
                });
    }

    private HoldEnds ends(StateFile beside) {
        return beside instanceof StateFile.OfInhibitor ? inhibitors : fifos;
    }

    /** The other end is whoever's asks; where login has given up meanwhile, nobody's. */
    private void holdMade(Token token, StateFile beside, int other) {
        others.put(beside, other);
        handle(new LoginEvent.HoldMade(token));
        if (!login.awaits(token)) {
            closeHold(beside);
        }
    }

    private static LoginError failure(IOException e) {
        String reason =
                e instanceof FileSystemException inFiles && inFiles.getReason() != null
                        ? inFiles.getReason()
                        : String.valueOf(e.getMessage());
        return new LoginError(LoginError.Kind.FAILED, reason);
    }

    private void watchHold(Token token, StateFile beside) {
        brain.reactor()
                .execute(() -> {
                    boolean isHeld;
                    try {
                        isHeld =
                                ends(beside)
                                        .takeUp(
                                                beside,
                                                () -> later(new LoginEvent.HoldEnded(token)));
                    } catch (ErrnoException e) {
                        brain.complaints().say(beside.fifoPath() + ": " + e);
                        isHeld = false;
                    }
                    if (!isHeld) {
                        later(new LoginEvent.HoldEnded(token));
                    }
                });
    }

    private void closeHold(StateFile beside) {
        Integer other = others.remove(beside);
        if (other != null) {
            brain.linux().descriptors().closeQuietly(other);
        }
        brain.reactor()
                .execute(() -> {
                    try {
                        ends(beside).remove(beside);
                    } catch (IOException e) {
                        brain.complaints().say(beside.fifoPath() + ": " + e);
                    }
                });
    }

    /** Tells login that who lingers is on disk, or why it is not. */
    private final class LingerStored implements LingerDirectory.Ended {
        private final Token token;

        LingerStored(Token token) {
            this.token = token;
        }

        @Override
        public void well() {
            later(new LoginEvent.LingerStored(token, Optional.empty()));
        }

        @Override
        public void failed(IOException e) {
            later(new LoginEvent.LingerStored(token, Optional.of(failure(e))));
        }
    }

    private void lookUp(Token token, UserKey key, long asker) {
        NameLookups.Asked names = brain.names().askedBy((int) asker);
        switch (key) {
            case UserKey.ByUid(long uid) ->
                    names.user((int) uid, mailbox, answer -> found(token, answer));
            case UserKey.ByName(String name) ->
                    names.user(name, mailbox, answer -> found(token, answer));
        }
    }

    private void found(Token token, NameLookups.Answer answer) {
        UserLookUp lookUp =
                switch (answer) {
                    case NameLookups.Answer.Found(var user, String _) ->
                            new UserLookUp.Found(
                                    new UserRecord(
                                            Integer.toUnsignedLong(user.uid()),
                                            Integer.toUnsignedLong(user.gid()),
                                            user.name(),
                                            user.home()));
                    case NameLookups.Answer.Unknown() -> new UserLookUp.Unknown();
                    case NameLookups.Answer.Unavailable(String reason) ->
                            new UserLookUp.Unavailable(reason);
                };
        handle(new LoginEvent.UserLookedUp(token, lookUp));
    }
}
