package hearth.daemon.login;

import hearth.api.login1.Processes;
import hearth.daemon.varlink.Parameters;
import hearth.daemon.varlink.Parameters.InvalidParameter;
import hearth.daemon.varlink.VarlinkCall;
import hearth.daemon.varlink.VarlinkInterface;
import hearth.daemon.varlink.VarlinkReply;
import hearth.linux.Errno;
import hearth.linux.socket.Credentials;
import hearth.login.Login;
import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.CreatedSession;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.host.SessionClass;
import hearth.login.host.SessionType;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import hearth.login.session.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/**
 * {@code io.systemd.Login}: what PAM modules say at login and logout, and who is here. A session
 * that is made here lasts as long as its leader. Belongs to login's mailbox.
 */
final class LoginVarlink implements VarlinkInterface {
    static final String NAME = "io.systemd.Login";

    private static final String PERMISSION_DENIED = "org.varlink.service.PermissionDenied";

    private static final long NUMBER_MAX = 0xFFFF_FFFFL;

    private final Login login;
    private final Processes processes;
    private final Map<CallId, VarlinkReply> waiting = new HashMap<>();
    private long lastCall;

    LoginVarlink(Login login, Processes processes) {
        this.login = login;
        this.processes = processes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return LoginJson.DESCRIPTION;
    }

    @Override
    public boolean call(VarlinkCall call, Credentials peer, VarlinkReply reply)
            throws InvalidParameter {
        Parameters parameters = call.parameters();
        switch (call.member()) {
            case "CreateSession" -> create(parameters, peer, reply);
            case "ReleaseSession" -> release(parameters, peer, reply);
            case "DescribeSession" ->
                    sessionOf(parameters.text("Id").orElse("self"), peer)
                            .ifPresentOrElse(
                                    it -> reply.reply(json -> LoginJson.write(json, it)),
                                    () -> reply.error(NAME + ".NoSuchSession"));
            case "DescribeUser" ->
                    userOf(parameters, peer)
                            .ifPresentOrElse(
                                    it -> reply.reply(json -> LoginJson.write(json, it)),
                                    () -> reply.error(NAME + ".NoSuchUser"));
            case "DescribeSeat" ->
                    seatOf(parameters.text("Id").orElse("self"), peer)
                            .ifPresentOrElse(
                                    it -> reply.reply(json -> LoginJson.write(json, it)),
                                    () -> reply.error(NAME + ".NoSuchSeat"));
            case "ListSessions" ->
                    list(call, reply, login.sessions(), LoginJson::write, "NoSuchSession");
            case "ListUsers" -> list(call, reply, login.users(), LoginJson::write, "NoSuchUser");
            case "ListSeats" -> list(call, reply, login.seats(), LoginJson::write, "NoSuchSeat");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static <T> void list(
            VarlinkCall call,
            VarlinkReply reply,
            Iterable<T> all,
            BiConsumer<JsonGenerator, T> write,
            String none) {
        List<T> each = new ArrayList<>();
        all.forEach(each::add);
        if (!call.wantsMore()) {
            reply.error("org.varlink.service.ExpectedMore");
        } else if (each.isEmpty()) {
            reply.error(NAME + "." + none);
        } else {
            reply.replyEach(each.size(), (json, number) -> write.accept(json, each.get(number)));
        }
    }

    private void create(Parameters parameters, Credentials peer, VarlinkReply reply)
            throws InvalidParameter {
        if (!peer.isRoot()) {
            reply.error(PERMISSION_DENIED);
            return;
        }
        long pid = leaderOf(parameters, peer);
        Optional<LeaderFacts> leader =
                processes.find(pid).map(it -> new LeaderFacts(pid, it.cgroup(), it.auditSession()));
        if (leader.isEmpty()) {
            reply.error(NAME + ".NoSessionPIDFD");
            return;
        }
        CreateSessionRequest request = request(parameters, leader.get());
        var id = new CallId(--lastCall);
        waiting.put(id, reply);
        switch (login.createSession(id, request)) {
            case Outcome.Later() -> {}
            case Outcome.Done() -> throw new IllegalStateException("a session is made later");
            case Outcome.Refused(LoginError error) -> failed(id, error);
        }
    }

    /** The leader is a number, or an object that has it. */
    private static long leaderOf(Parameters parameters, Credentials peer) throws InvalidParameter {
        return parameters.has("PID.pid")
                ? parameters.number("PID.pid", Integer.MAX_VALUE).orElseThrow()
                : parameters.number("PID", Integer.MAX_VALUE).orElse(peer.pid());
    }

    private static CreateSessionRequest request(Parameters parameters, LeaderFacts leader)
            throws InvalidParameter {
        String remoteUser = parameters.text("RemoteUser").orElse("");
        String remoteHost = parameters.text("RemoteHost").orElse("");
        return new CreateSessionRequest(
                parameters.number("UID", NUMBER_MAX).orElseThrow(() -> new InvalidParameter("UID")),
                leader,
                parameters.text("Service").orElse(""),
                word(parameters, "Type", it -> SessionType.ofWireName(it).isPresent()),
                word(parameters, "Class", it -> SessionClass.ofWireName(it).isPresent()),
                parameters.text("Desktop").orElse(""),
                parameters.text("Seat").orElse(""),
                (int) parameters.number("VTNr", Integer.MAX_VALUE).orElse(0),
                parameters.text("TTY").orElse(""),
                parameters.text("Display").orElse(""),
                parameters.truth("Remote").orElse(!remoteUser.isEmpty() || !remoteHost.isEmpty()),
                remoteUser,
                remoteHost,
                List.of(),
                false);
    }

    /** Words of Varlink have underscores where those of D-Bus have dashes. */
    private static String word(Parameters parameters, String name, Predicate<String> isKnown)
            throws InvalidParameter {
        String word = parameters.textOf(name).replace('_', '-');
        if (!isKnown.test(word)) {
            throw new InvalidParameter(name);
        }
        return word;
    }

    /** Answers a call with the session that it has made. */
    void created(CallId id, CreatedSession created) {
        VarlinkReply reply = waiting.remove(id);
        Optional<Session> session = login.session(created.id());
        if (reply != null && session.isPresent()) {
            reply.reply(json -> LoginJson.writeCreated(json, created, session.get()));
        } else if (reply != null) {
            reply.error(NAME + ".NoSuchSession");
        }
    }

    /** Answers a call whose order has failed. */
    void failed(CallId id, LoginError error) {
        VarlinkReply reply = waiting.remove(id);
        if (reply == null) {
            return;
        }
        switch (error.kind()) {
            case SESSION_BUSY -> reply.error(NAME + ".AlreadySessionMember");
            case LIMITS_EXCEEDED -> reply.error(NAME + ".TooManySessions");
            case NO_SUCH_SEAT -> reply.error(NAME + ".NoSuchSeat");
            case JOB_FAILED -> reply.error(NAME + ".UnitAllocationFailed");
            case INVALID_ARGS -> reply.errno(Errno.EINVAL);
            case NO_SUCH_PROCESS -> reply.errno(Errno.ESRCH);
            default -> reply.errno(Errno.EIO);
        }
    }

    /** A session is released from within: by its leader, or any other process in it. */
    private void release(Parameters parameters, Credentials peer, VarlinkReply reply)
            throws InvalidParameter {
        Optional<Session> session = sessionOf(parameters.textOf("Id"), peer);
        Optional<Session> own = sessionOf("self", peer);
        if (session.isEmpty() || own.isEmpty()) {
            reply.error(NAME + ".NoSuchSession");
        } else if (!session.equals(own)) {
            reply.error(PERMISSION_DENIED);
        } else {
            login.releaseSession(session.get().id());
            reply.done();
        }
    }

    private Optional<Session> sessionOf(String id, Credentials peer) {
        return switch (id) {
            case "", "self" -> ownSession(peer);
            case "auto" -> ownSession(peer).or(() -> ownUser(peer).flatMap(User::display));
            default -> login.session(id);
        };
    }

    private Optional<Session> ownSession(Credentials peer) {
        return processes
                .find(peer.pid())
                .flatMap(facts -> login.sessionOf(peer.pid(), facts.cgroup()));
    }

    private Optional<User> ownUser(Credentials peer) {
        return processes.find(peer.pid()).flatMap(facts -> login.userOf(facts.cgroup()));
    }

    private Optional<User> userOf(Parameters parameters, Credentials peer) throws InvalidParameter {
        return parameters.has("UID")
                ? login.user(parameters.number("UID", NUMBER_MAX).orElseThrow())
                : ownUser(peer);
    }

    private Optional<Seat> seatOf(String id, Credentials peer) {
        return switch (id) {
            case "", "self", "auto" -> sessionOf(id, peer).flatMap(Session::seat);
            default -> login.seat(id);
        };
    }
}
