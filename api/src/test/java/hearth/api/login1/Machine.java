package hearth.api.login1;

import hearth.api.Authority;
import hearth.api.systemd1.world.PidFd;
import hearth.api.systemd1.world.Recorded;
import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.Message;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.object.Caller;
import hearth.dbus.object.Faults;
import hearth.login.Login;
import hearth.login.Restored;
import hearth.login.host.DualTimestamp;
import hearth.login.host.JobResult;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEvent;
import hearth.login.host.LoginHost;
import hearth.login.host.Token;
import hearth.login.host.UserKey;
import hearth.login.setting.LoginSettings;
import hearth.login.user.UserLookUp;
import hearth.login.user.UserRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A machine on which everything works at once, with login on its bus. */
final class Machine implements LoginHost, Authority {
    static final Caller ROOT = new Caller(":1.1", 0, 90);
    static final Caller ALICE = new Caller(":1.2", 2001, 105);
    static final Caller BOB = new Caller(":1.3", 2002, 205);

    final Login login;
    final Login1 login1;
    final Map<Long, Processes.Facts> processes = new HashMap<>();

    /** What descriptors of messages stand for. */
    final Map<Integer, PidFd> pidFds = new HashMap<>();

    final List<Message> sent = new ArrayList<>();
    final List<Integer> closedDescriptors = new ArrayList<>();
    final List<LoginEffect> effects = new ArrayList<>();
    final List<Authority.Question> questions = new ArrayList<>();
    Optional<Consumer<Decision>> openQuestion = Optional.empty();
    private final Authority rules = new BuiltInRules();
    private final Deque<LoginEvent> events = new ArrayDeque<>();
    boolean isPolkitHere;

    Machine() {
        login = Login.restore(LoginSettings.defaults(false, 1L << 30), this, Restored.nothing());
        login1 =
                new Login1(
                        login,
                        new Login1.World(
                                new Processes() {
                                    @Override
                                    public Optional<Facts> find(long pid) {
                                        return Optional.ofNullable(processes.get(pid));
                                    }

                                    @Override
                                    public String nameOf(long pid) {
                                        return "client";
                                    }

                                    @Override
                                    public PidFd of(int descriptor) {
                                        return pidFds.getOrDefault(descriptor, new PidFd.None());
                                    }
                                },
                                (uid, unit, _, _, then) ->
                                        then.accept(
                                                Optional.of(
                                                        List.of(
                                                                new Recorded(
                                                                        1,
                                                                        unit,
                                                                        "of " + uid,
                                                                        Map.of(),
                                                                        List.of(),
                                                                        List.of()))))),
                        this,
                        "0123456789abcdef0123456789abcdef",
                        Faults.BREAK);
        effects.clear();
        login1.busConnected(sent::add);
        put(90, "/system.slice/ssh.service");
        put(105, "/user.slice/user-2001.slice/session-203.scope");
        put(205, "/system.slice/cron.service");
    }

    private void put(long pid, String cgroup) {
        processes.put(pid, new Processes.Facts(cgroup, OptionalLong.of(203)));
    }

    @Override
    public DualTimestamp now() {
        return new DualTimestamp(1_795_305_815_177_796L, 3_458_613_798L);
    }

    @Override
    public void emit(LoginEffect effect) {
        effects.add(effect);
        switch (effect) {
            case LoginEffect.StartUnit(Token token, String _) -> done(token);
            case LoginEffect.StopUnit(Token token, String _) -> done(token);
            case LoginEffect.StartScope start -> done(start.token());
            case LoginEffect.MakeHold(Token token, var _) ->
                    events.add(new LoginEvent.HoldMade(token));
            case LoginEffect.WriteLinger(var token, var _, var _, boolean _, var _) ->
                    events.add(new LoginEvent.LingerStored(token, Optional.empty()));
            case LoginEffect.WatchUserUnit(Token token, long _, String _) ->
                    events.add(new LoginEvent.UserUnitActive(token));
            case LoginEffect.ReplyGrant(var call, String lease) -> login1.replyGrant(call, lease);
            case LoginEffect.LookUpGroups(Token token, var _, var groups, long _) ->
                    events.add(new LoginEvent.GroupsLookedUp(token, Optional.of(groups)));
            case LoginEffect.ReplyMayLinger(var call, var verdict) ->
                    login1.replyMayLinger(call, verdict);
            case LoginEffect.RemoveLinger(Token token, String _) ->
                    events.add(new LoginEvent.LingerStored(token, Optional.empty()));
            case LoginEffect.LookUpUser(Token token, UserKey key, long _) -> lookUp(token, key);
            case LoginEffect.ReplyCreateSession reply ->
                    login1.replyCreateSession(
                            reply.call(),
                            reply.session(),
                            DescriptorList.owning(closedDescriptors::add, 7));
            case LoginEffect.ReplyInhibit(var call, var _) ->
                    login1.replyInhibit(call, DescriptorList.owning(closedDescriptors::add, 8));
            case LoginEffect.Reply(var call) -> login1.reply(call);
            case LoginEffect.ReplyError(var call, var error) -> login1.replyError(call, error);
            case LoginEffect.Signal signal -> login1.tell(signal);
            case LoginEffect.AbandonScope _,
                    LoginEffect.KillUnit _,
                    LoginEffect.KillProcess _,
                    LoginEffect.WriteStateFile _,
                    LoginEffect.RemoveStateFile _,
                    LoginEffect.WatchHold _,
                    LoginEffect.CloseHold _,
                    LoginEffect.WatchLeader _,
                    LoginEffect.UnwatchLeader _,
                    LoginEffect.UnwatchUserUnit _,
                    LoginEffect.SetTimer _,
                    LoginEffect.CancelTimer _,
                    LoginEffect.RemoveIpc _,
                    LoginEffect.Explain _,
                    LoginEffect.Log _ -> {}
        }
    }

    private void done(Token token) {
        events.add(new LoginEvent.JobRemoved(token, JobResult.DONE));
    }

    private void lookUp(Token token, UserKey key) {
        UserLookUp answer =
                switch (key) {
                    case UserKey.ByUid(long uid) when uid > 2000 && uid < 2005 ->
                            new UserLookUp.Found(
                                    new UserRecord(uid, uid, "u000" + (uid - 2000), "/home"));
                    case UserKey.ByUid _, UserKey.ByName _ -> new UserLookUp.Unknown();
                };
        events.add(new LoginEvent.UserLookedUp(token, answer));
    }

    @Override
    public void ask(Question question, Consumer<Decision> then) {
        questions.add(question);
        if (isPolkitHere) {
            openQuestion = Optional.of(then);
        } else {
            rules.ask(question, then);
        }
    }

    /** Calls the manager, lets everything happen, and returns the answer. */
    Message call(Caller caller, String member, String in, Consumer<MessageWriter> arguments) {
        return call(
                caller, "/org/freedesktop/login1", ManagerInterface.NAME, member, in, arguments);
    }

    /** Calls an object, lets everything happen, and returns the answer. */
    Message call(
            Caller caller,
            String path,
            String interfaceName,
            String member,
            String in,
            Consumer<MessageWriter> arguments) {
        List<Message> answers = new ArrayList<>();
        login1.handle(
                Message.call("", DbusPath.of(path), interfaceName, member)
                        .withBody(Signature.of(in), arguments),
                caller,
                answers::add);
        run();
        return answers.isEmpty()
                ? Message.signal(DbusPath.ROOT, "no.answer", "Yet")
                : answers.getFirst();
    }

    /** Delivers everything that login waits for. */
    void run() {
        for (LoginEvent event = events.poll(); event != null; event = events.poll()) {
            login.handle(event);
        }
    }

    /** A user comes by ssh; the session's id is 203. */
    Message logIn(long uid, long pid, String property) {
        return call(
                ROOT,
                "CreateSession",
                "uusssssussbssa(sv)",
                out -> {
                    out.uint32(uid).uint32(pid).string("sshd").string("tty").string("user");
                    out.string("").string("").uint32(0).string("").string("").bool(true);
                    out.string("").string("127.0.0.1").openArray();
                    if (!property.isEmpty()) {
                        out.openStruct().string(property).openVariant(Signature.UINT64);
                        out.uint64(512).closeVariant().closeStruct();
                    }
                    out.closeArray();
                });
    }

    /** Returns the members of the signals sent, as {@code path member}. */
    List<String> signals() {
        return sent.stream()
                .map(it -> it.path().map(DbusPath::text).orElse("") + " " + it.member().orElse(""))
                .toList();
    }
}
