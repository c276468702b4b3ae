package hearth.login;

import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.DualTimestamp;
import hearth.login.host.JobResult;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.LoginEvent;
import hearth.login.host.LoginHost;
import hearth.login.host.Outcome;
import hearth.login.host.ScopeRequest;
import hearth.login.host.StateFile;
import hearth.login.host.Token;
import hearth.login.host.UserKey;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.session.StateFiles;
import hearth.login.setting.LoginSettings;
import hearth.login.user.UserLookUp;
import hearth.login.user.UserRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A machine around login: a system manager that carries out jobs, processes in scopes, a name
 * service, files and a clock that moves only when told to. What it has to say to login waits in one
 * queue a source; {@link #run} delivers all of it.
 */
final class World implements LoginHost {
    /** Where an event comes from: events of one source keep their order. */
    enum Source {
        MANAGER,
        KERNEL,
        NAME_SERVICE,
        FILES
    }

    record Timer(long atUsec, Token token) {}

    record UserUnit(long uid, String name) {}

    static final LoginError READ_ONLY =
            new LoginError(LoginError.Kind.FAILED, "Read-only file system");

    private static final long BOOT_REALTIME_USEC = 1_795_302_356_554_525L;

    final Map<Long, UserRecord> nameService = new TreeMap<>();
    final Map<String, Set<String>> members = new TreeMap<>(); // of groups
    final Map<String, String> files = new TreeMap<>();
    final Set<String> lingerFiles = new TreeSet<>();
    final Map<String, String> lingerRecords = new TreeMap<>();
    final Set<UserUnit> activeUnits = new HashSet<>();
    final Map<Token, UserUnit> watchedUnits = new LinkedHashMap<>();
    final Map<String, Set<Long>> scopes = new HashMap<>();
    final Set<String> running = new HashSet<>();
    final Map<Token, StateFile> fifos = new LinkedHashMap<>();
    final Map<Token, Long> watched = new HashMap<>();
    final List<Timer> timers = new ArrayList<>();
    final List<LoginEffect> said = new ArrayList<>();
    final Map<Source, Deque<LoginEvent>> pending = new TreeMap<>();
    final Set<String> hangingUnits = new HashSet<>();
    final Set<String> failingUnits = new HashSet<>();
    private final Map<String, Token> hanging = new HashMap<>();

    private final Set<Long> dead = new HashSet<>();

    boolean nameServiceHangs;
    boolean nameServiceFails;
    boolean diskFails;
    String boot = "b0071";
    private long clockUsec = BOOT_REALTIME_USEC;
    long monotonicUsec = 3_458_604_325L;
    private long lastCall;
    Login login;

    World(boolean killUserProcesses) {
        this(LoginSettings.defaults(killUserProcesses, 1L << 30));
    }

    World(LoginSettings settings) {
        for (Source source : Source.values()) {
            pending.put(source, new ArrayDeque<>());
        }
        nameService.put(0L, new UserRecord(0, 0, "root", "/root"));
        for (long uid = 2001; uid <= 2004; uid++) {
            String name = "u000" + (uid - 2000);
            nameService.put(uid, new UserRecord(uid, uid, name, "/home/" + name));
        }
        login = restored(settings, List.of(), LeaseDeclaration.All.NONE);
    }

    private Login restored(
            LoginSettings settings,
            List<Restored.RestoredUser> users,
            LeaseDeclaration.All declared) {
        return Login.restore(
                settings, this, new Restored(users, List.of(), lingering(declared), Map.of()));
    }

    /** Kills the brain: what was to be told is not, and the next takes over who lingers. */
    void replaceBrain(LeaseDeclaration.All declared) {
        List<Restored.RestoredUser> users =
                nameService.values().stream()
                        .filter(user -> files.containsKey("users/" + user.uid()))
                        .map(user ->
                                new Restored.RestoredUser(
                                        user,
                                        file("users/" + user.uid()),
                                        running.contains("user@" + user.uid() + ".service")))
                        .toList();
        forgetWhatIsAwaited();
        login = restored(login.settings(), users, declared);
        login.caughtUp();
        run();
    }

    /** Starts the machine anew: only what is on disk is left. */
    void reboot(LeaseDeclaration.All declared) {
        forgetWhatIsAwaited();
        running.clear();
        scopes.clear();
        files.clear();
        activeUnits.clear();
        boot = boot + "x";
        login = restored(login.settings(), List.of(), declared);
        run();
    }

    private void forgetWhatIsAwaited() {
        pending.values().forEach(Deque::clear);
        said.clear();
        timers.clear();
        fifos.clear();
        watched.clear();
        watchedUnits.clear();
        hanging.clear();
    }

    @Override
    public DualTimestamp now() {
        return new DualTimestamp(clockUsec + monotonicUsec, monotonicUsec);
    }

    @Override
    public void emit(LoginEffect effect) {
        said.add(effect);
        switch (effect) {
            case LoginEffect.StartUnit(Token token, String unit) -> start(token, unit);
            case LoginEffect.StopUnit(Token token, String unit) -> stop(token, unit);
            case LoginEffect.StartScope(Token token, ScopeRequest scope) -> {
                if (dead.contains(scope.leader())) {
                    failingUnits.add(scope.unit());
                }
                scopes.put(scope.unit(), new HashSet<>(Set.of(scope.leader())));
                start(token, scope.unit());
            }
            case LoginEffect.WriteStateFile(StateFile file, String text) ->
                    files.put(file.relativePath(), text);
            case LoginEffect.RemoveStateFile(StateFile file) -> files.remove(file.relativePath());
            case LoginEffect.MakeHold(Token token, StateFile beside) -> {
                fifos.put(token, beside);
                tell(Source.FILES, new LoginEvent.HoldMade(token));
            }
            case LoginEffect.WatchHold(Token token, StateFile beside) -> fifos.put(token, beside);
            case LoginEffect.CloseHold(Token token, StateFile _) -> fifos.remove(token);
            case LoginEffect.WatchLeader(Token token, long pid) -> {
                if (dead.contains(pid)) {
                    tell(Source.KERNEL, new LoginEvent.LeaderExited(token));
                } else {
                    watched.put(token, pid);
                }
            }
            case LoginEffect.UnwatchLeader(Token token) -> watched.remove(token);
            case LoginEffect.SetTimer(Token token, Duration delay) ->
                    timers.add(new Timer(monotonicUsec + delay.toNanos() / 1000, token));
            case LoginEffect.CancelTimer(Token token) ->
                    timers.removeIf(timer -> timer.token().equals(token));
            case LoginEffect.WriteLinger(
                            Token token,
                            String fileName,
                            String text,
                            boolean isShown,
                            String _) ->
                    keepLinger(
                            token,
                            () -> {
                                lingerRecords.put(fileName, text);
                                if (isShown) {
                                    makeLingerFile(fileName);
                                }
                            });
            case LoginEffect.RemoveLinger(Token token, String fileName) ->
                    keepLinger(
                            token,
                            () -> {
                                lingerRecords.remove(fileName);
                                removeLingerFile(fileName);
                            });
            case LoginEffect.WatchUserUnit(Token token, long uid, String unit) ->
                    watchUnit(token, new UserUnit(uid, unit));
            case LoginEffect.UnwatchUserUnit(Token token, long _) -> watchedUnits.remove(token);
            case LoginEffect.LookUpUser(Token token, UserKey key, long _) -> lookUp(token, key);
            case LoginEffect.LookUpGroups(Token token, var user, var groups, long _) ->
                    tell(
                            Source.NAME_SERVICE,
                            new LoginEvent.GroupsLookedUp(
                                    token,
                                    Optional.of(
                                            groups.stream()
                                                    .filter(name ->
                                                            members.getOrDefault(name, Set.of())
                                                                    .contains(user.name()))
                                                    .collect(Collectors.toSet()))));
            case LoginEffect.KillUnit(String unit, int _) -> empty(unit);
            case LoginEffect.KillProcess _ -> {}
            case LoginEffect.AbandonScope _,
                    LoginEffect.ReplyCreateSession _,
                    LoginEffect.ReplyInhibit _,
                    LoginEffect.ReplyGrant _,
                    LoginEffect.ReplyMayLinger _,
                    LoginEffect.Reply _,
                    LoginEffect.ReplyError _,
                    LoginEffect.RemoveIpc _,
                    LoginEffect.Log _,
                    LoginEffect.Explain _,
                    LoginEffect.Signal _ -> {}
        }
    }

    /** The disk's worker says what it has done before it tells what it has seen. */
    private void keepLinger(Token token, Runnable change) {
        tell(
                Source.FILES,
                new LoginEvent.LingerStored(
                        token, diskFails ? Optional.of(READ_ONLY) : Optional.empty()));
        if (!diskFails) {
            change.run();
        }
    }

    /** Makes a linger file, as by hand. */
    void makeLingerFile(String fileName) {
        if (lingerFiles.add(fileName)) {
            tell(Source.FILES, new LoginEvent.LingerFileAppeared(fileName));
        }
    }

    /** Removes a linger file, as by hand. */
    void removeLingerFile(String fileName) {
        if (lingerFiles.remove(fileName)) {
            tell(Source.FILES, new LoginEvent.LingerFileVanished(fileName));
        }
    }

    private void watchUnit(Token token, UserUnit unit) {
        boolean isActive =
                activeUnits.contains(unit) && running.contains("user@" + unit.uid() + ".service");
        if (isActive) {
            watchedUnits.put(token, unit);
        }
        tell(
                Source.MANAGER,
                isActive
                        ? new LoginEvent.UserUnitActive(token)
                        : new LoginEvent.UserUnitInactive(token));
    }

    /** Ends a unit of a user's manager. */
    void stopUserUnit(UserUnit unit) {
        if (activeUnits.remove(unit)) {
            watchedUnits
                    .entrySet()
                    .removeIf(entry -> {
                        boolean isIt = entry.getValue().equals(unit);
                        if (isIt) {
                            tell(Source.MANAGER, new LoginEvent.UserUnitInactive(entry.getKey()));
                        }
                        return isIt;
                    });
        }
    }

    /** Sets the wall clock. */
    void setClock(long realtimeUsec) {
        clockUsec = realtimeUsec - monotonicUsec;
        tell(Source.KERNEL, new LoginEvent.ClockSet());
    }

    /** Returns who lingers, and why, as the disk has it. */
    Restored.Lingering lingering(LeaseDeclaration.All declared) {
        return new Restored.Lingering(
                Optional.of(Set.copyOf(lingerFiles)), Map.copyOf(lingerRecords), declared, boot);
    }

    private void start(Token token, String unit) {
        cancelHanging(unit);
        if (hangingUnits.contains(unit)) {
            hanging.put(unit, token);
        } else if (failingUnits.contains(unit)) {
            scopes.remove(unit);
            tell(Source.MANAGER, new LoginEvent.JobRemoved(token, JobResult.FAILED));
        } else {
            running.add(unit);
            tell(Source.MANAGER, new LoginEvent.JobRemoved(token, JobResult.DONE));
        }
    }

    private void stop(Token token, String unit) {
        cancelHanging(unit);
        running.remove(unit);
        scopes.remove(unit);
        List.copyOf(activeUnits).stream()
                .filter(it -> unit.equals("user@" + it.uid() + ".service"))
                .forEach(this::stopUserUnit);
        tell(Source.MANAGER, new LoginEvent.UnitInactive(unit));
        tell(Source.MANAGER, new LoginEvent.JobRemoved(token, JobResult.DONE));
    }

    private void cancelHanging(String unit) {
        Token canceled = hanging.remove(unit);
        if (canceled != null) {
            tell(Source.MANAGER, new LoginEvent.JobRemoved(canceled, JobResult.CANCELED));
        }
    }

    private void lookUp(Token token, UserKey key) {
        if (nameServiceHangs) {
            return;
        }
        if (nameServiceFails) {
            tell(
                    Source.NAME_SERVICE,
                    new LoginEvent.UserLookedUp(token, new UserLookUp.Unavailable("no server")));
            return;
        }
        Optional<UserRecord> found =
                switch (key) {
                    case UserKey.ByUid(long uid) -> Optional.ofNullable(nameService.get(uid));
                    case UserKey.ByName(String name) ->
                            nameService.values().stream()
                                    .filter(user -> user.name().equals(name))
                                    .findFirst();
                };
        tell(
                Source.NAME_SERVICE,
                new LoginEvent.UserLookedUp(
                        token,
                        found.<UserLookUp>map(UserLookUp.Found::new)
                                .orElse(new UserLookUp.Unknown())));
    }

    /** Queues something for login. */
    void tell(Source source, LoginEvent event) {
        queue(source).add(event);
    }

    Deque<LoginEvent> queue(Source source) {
        return Objects.requireNonNull(pending.get(source));
    }

    /** Delivers everything that waits, source by source. */
    void run() {
        boolean isBusy = true;
        while (isBusy) {
            isBusy = false;
            for (Source source : Source.values()) {
                LoginEvent event = queue(source).poll();
                if (event != null) {
                    login.handle(event);
                    isBusy = true;
                }
            }
        }
    }

    /** Moves the clock; timers fire on the way. */
    void pass(long seconds) {
        long untilUsec = monotonicUsec + seconds * 1_000_000;
        run();
        for (Optional<Timer> next = nextTimer(untilUsec);
                next.isPresent();
                next = nextTimer(untilUsec)) {
            monotonicUsec = Math.max(monotonicUsec, next.get().atUsec());
            timers.remove(next.get());
            login.handle(new LoginEvent.TimerFired(next.get().token()));
            run();
        }
        monotonicUsec = untilUsec;
    }

    private Optional<Timer> nextTimer(long untilUsec) {
        return timers.stream()
                .filter(timer -> timer.atUsec() <= untilUsec)
                .min(Comparator.comparingLong(Timer::atUsec));
    }

    /** Lets a unit that hangs come up. */
    void finishHanging(String unit) {
        hangingUnits.remove(unit);
        Token token = hanging.remove(unit);
        if (token != null) {
            start(token, unit);
        }
        run();
    }

    /** Starts a process in a session's scope. */
    void fork(String scope, long pid) {
        Objects.requireNonNull(scopes.get(scope)).add(pid);
    }

    /** Ends a process. */
    void exit(long pid) {
        dead.add(pid);
        for (Token token : List.copyOf(watched.keySet())) {
            if (watched.remove(token, pid)) {
                tell(Source.KERNEL, new LoginEvent.LeaderExited(token));
            }
        }
        for (String scope : List.copyOf(scopes.keySet())) {
            Set<Long> processes = Objects.requireNonNull(scopes.get(scope));
            if (processes.remove(pid) && processes.isEmpty()) {
                empty(scope);
            }
        }
    }

    private void empty(String unit) {
        if (scopes.remove(unit) != null) {
            running.remove(unit);
            tell(Source.MANAGER, new LoginEvent.UnitInactive(unit));
        }
    }

    /** Closes the last writing end of a session's FIFO. */
    void closeFifo(String id) {
        closeFifo(new StateFile.OfSession(id));
    }

    /** Closes the last writing end of a FIFO. */
    void closeFifo(StateFile beside) {
        fifos.forEach((token, file) -> {
            if (file.equals(beside)) {
                tell(Source.KERNEL, new LoginEvent.HoldEnded(token));
            }
        });
    }

    /** An sshd asks for a session. */
    Outcome create(long uid, long leader, OptionalLong audit) {
        return login.createSession(new CallId(++lastCall), ssh(uid, leader, audit));
    }

    /** A user comes by ssh. */
    void logIn(long uid, long leader, long audit) {
        create(uid, leader, OptionalLong.of(audit));
        run();
    }

    /** A user who came by ssh leaves. */
    void logOut(String id, long leader) {
        login.releaseSession(id);
        closeFifo(id);
        exit(leader);
        run();
    }

    static CreateSessionRequest ssh(long uid, long leader, OptionalLong audit) {
        return new CreateSessionRequest(
                uid,
                new LeaderFacts(leader, "/system.slice/ssh.service", audit),
                "sshd",
                "tty",
                "user",
                "",
                "",
                0,
                "",
                "",
                true,
                "",
                "127.0.0.1",
                List.of(),
                true);
    }

    /** Returns what was said of this kind. */
    <T extends LoginEffect> List<T> said(Class<T> kind) {
        return said.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Returns the messages in the log. */
    List<String> log() {
        return said(LoginEffect.Log.class).stream().map(LoginEffect.Log::message).toList();
    }

    /** Returns a state file's text, empty for none. */
    String file(String path) {
        return files.getOrDefault(path, "");
    }

    /** Returns what the user's file says, {@code offline} without one. */
    String stateOf(long uid) {
        return StateFiles.parse(file("users/" + uid)).getOrDefault("STATE", "offline");
    }
}
