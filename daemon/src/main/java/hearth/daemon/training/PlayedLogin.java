package hearth.daemon.training;

import hearth.api.Authority;
import hearth.api.login1.Login1;
import hearth.api.login1.Processes;
import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.Message;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.object.Caller;
import hearth.login.DualTimestamp;
import hearth.login.JobResult;
import hearth.login.Login;
import hearth.login.LoginEffect;
import hearth.login.LoginEvent;
import hearth.login.LoginHost;
import hearth.login.LoginSettings;
import hearth.login.Restored;
import hearth.login.Token;
import hearth.login.UserLookUp;
import hearth.login.UserRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A machine on which everything that login wants comes at once, and one session on it. */
final class PlayedLogin implements LoginHost {
    private static final Caller SSHD = new Caller(":1.1", 0, 90);
    private static final DbusPath MANAGER = DbusPath.of("/org/freedesktop/login1");
    private static final String INTERFACE = "org.freedesktop.login1.Manager";
    private static final long MEMORY_BYTES = 1L << 30;

    private final Deque<LoginEvent> events = new ArrayDeque<>();
    private final Login login;
    private final Login1 objects;

    private PlayedLogin() {
        login = Login.restore(LoginSettings.defaults(true, MEMORY_BYTES), this, Restored.nothing());
        objects =
                new Login1(
                        login,
                        _ ->
                                Optional.of(
                                        new Processes.Facts(
                                                "/system.slice/ssh.service", OptionalLong.of(1))),
                        Authority.ROOT_ONLY,
                        "0".repeat(32));
        objects.busConnected(Message::close);
    }

    /** Somebody comes by ssh, is looked at, and goes. */
    static void logIn() {
        var machine = new PlayedLogin();
        machine.call(
                "CreateSession",
                "uusssssussbssa(sv)",
                out -> {
                    out.uint32(PlayedHand.UID).uint32(SSHD.pid());
                    out.string("sshd").string("tty").string("user").string("").string("");
                    out.uint32(0).string("").string("").bool(true).string("").string("127.0.0.1");
                    out.openArray().closeArray();
                });
        machine.call("ListSessions", "", _ -> {});
        machine.call("ListUsers", "", _ -> {});
        for (String session : machine.login.sessions().stream().map(it -> it.id()).toList()) {
            machine.call("TerminateSession", "s", out -> out.string(session));
        }
    }

    private void call(String member, String types, Consumer<MessageWriter> arguments) {
        Message call = Message.call("", MANAGER, INTERFACE, member);
        objects.handle(
                types.isEmpty() ? call : call.withBody(Signature.of(types), arguments),
                SSHD,
                Message::close);
        for (LoginEvent event = events.poll(); event != null; event = events.poll()) {
            login.handle(event);
        }
    }

    @Override
    public DualTimestamp now() {
        return new DualTimestamp(1, 1);
    }

    @Override
    public void emit(LoginEffect effect) {
        switch (effect) {
            case LoginEffect.StartUnit(Token token, String _) -> done(token);
            case LoginEffect.StopUnit(Token token, String _) -> done(token);
            case LoginEffect.StartScope start -> done(start.token());
            case LoginEffect.MakeSessionFifo(Token token, String _) ->
                    events.add(new LoginEvent.FifoMade(token));
            case LoginEffect.WriteLinger(Token token, String _) -> stored(token);
            case LoginEffect.RemoveLinger(Token token, String _) -> stored(token);
            case LoginEffect.LookUpUser(Token token, var _) ->
                    events.add(
                            new LoginEvent.UserLookedUp(
                                    token,
                                    new UserLookUp.Found(
                                            new UserRecord(
                                                    PlayedHand.UID,
                                                    PlayedHand.UID,
                                                    "rehearsal",
                                                    "/nonexistent"))));
            case LoginEffect.ReplyCreateSession reply ->
                    objects.replyCreateSession(
                            reply.call(), reply.session(), DescriptorList.owning(_ -> {}));
            case LoginEffect.Reply(var call) -> objects.reply(call);
            case LoginEffect.ReplyError(var call, var error) -> objects.replyError(call, error);
            case LoginEffect.Signal signal -> objects.tell(signal);
            case LoginEffect.AbandonScope _,
                    LoginEffect.KillUnit _,
                    LoginEffect.WriteStateFile _,
                    LoginEffect.RemoveStateFile _,
                    LoginEffect.WatchFifo _,
                    LoginEffect.CloseFifo _,
                    LoginEffect.WatchLeader _,
                    LoginEffect.UnwatchLeader _,
                    LoginEffect.SetTimer _,
                    LoginEffect.CancelTimer _,
                    LoginEffect.RemoveIpc _,
                    LoginEffect.Log _ -> {}
        }
    }

    private void done(Token token) {
        events.add(new LoginEvent.JobRemoved(token, JobResult.DONE));
    }

    private void stored(Token token) {
        events.add(new LoginEvent.LingerStored(token, Optional.empty()));
    }
}
