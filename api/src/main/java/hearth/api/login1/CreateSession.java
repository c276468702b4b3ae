package hearth.api.login1;

import hearth.api.systemd1.world.PidFd;
import hearth.dbus.DescriptorList;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.Signature;
import hearth.dbus.object.Call;
import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.CreatedSession;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.host.ScopeProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code CreateSession} and {@code ReleaseSession}: what pam_systemd says at login and logout.
 *
 * @see "org.freedesktop.login1(5), CreateSession()"
 */
final class CreateSession {
    /** What pam_systemd sets on a scope, from the PAM stack's data; others are nobody's to set. */
    private static final Set<String> SCOPE_PROPERTIES =
            Set.of(
                    "MemoryMax",
                    "MemoryMaxScale",
                    "TasksMax",
                    "TasksMaxScale",
                    "CPUWeight",
                    "IOWeight",
                    "RuntimeMaxUSec");

    private CreateSession() {}

    static void handle(Login1View view, Call call) {
        if (!call.caller().isRoot()) {
            refuseForeigner(call, "CreateSession");
            return;
        }
        MessageReader arguments = call.arguments();
        long uid = arguments.uint32();
        long pid = arguments.uint32();
        make(view, call, uid, pid == 0 ? call.caller().pid() : pid, arguments, false);
    }

    /** Newer login programs name the leader by a descriptor, which no other process can become. */
    static void handleWithPidFd(Login1View view, Call call) {
        if (!call.caller().isRoot()) {
            refuseForeigner(call, "CreateSessionWithPIDFD");
            return;
        }
        MessageReader arguments = call.arguments();
        long uid = arguments.uint32();
        int handle = arguments.handle();
        if (view.isCalledBefore().getAsBoolean()) {
            // The descriptor ended with the brain that had the call; login programs name
            // themselves.
            make(view, call, uid, call.caller().pid(), arguments, true);
            return;
        }
        switch (view.processes().of(call.message().descriptors().get(handle))) {
            case PidFd.Living(int pid) -> make(view, call, uid, pid, arguments, true);
            case PidFd.Ended() -> refuseMissing(call);
            case PidFd.None() ->
                    call.error(ErrorName.INVALID_ARGS, "The file descriptor is no PIDFD");
        }
    }

    private static void refuseMissing(Call call) {
        call.error(ErrorName.ofErrno("ESRCH"), "No such process");
    }

    /** Makes a session of the arguments behind the leader. */
    private static void make(
            Login1View view,
            Call call,
            long uid,
            long pid,
            MessageReader arguments,
            boolean hasFlags) {
        Optional<LeaderFacts> leader = leader(view, pid);
        if (leader.isEmpty()) {
            refuseMissing(call);
            return;
        }
        String service = arguments.string();
        String type = arguments.string();
        String sessionClass = arguments.string();
        String desktop = arguments.string();
        String seat = arguments.string();
        int vtNumber = (int) arguments.uint32();
        String tty = arguments.string();
        String display = arguments.string();
        boolean remote = arguments.bool();
        String remoteUser = arguments.string();
        String remoteHost = arguments.string();
        if (hasFlags && arguments.uint64() != 0) {
            call.error(ErrorName.INVALID_ARGS, "Invalid flags"); // there are none yet
            return;
        }
        Optional<List<ScopeProperty>> properties = properties(arguments, call);
        properties.ifPresent(set ->
                view.calls()
                        .give(
                                call,
                                id ->
                                        create(
                                                view,
                                                id,
                                                new CreateSessionRequest(
                                                        uid,
                                                        leader.get(),
                                                        service,
                                                        type,
                                                        sessionClass,
                                                        desktop,
                                                        seat,
                                                        vtNumber,
                                                        tty,
                                                        display,
                                                        remote,
                                                        remoteUser,
                                                        remoteHost,
                                                        set,
                                                        true))));
    }

    private static Outcome create(Login1View view, CallId id, CreateSessionRequest request) {
        return view.isCalledBefore().getAsBoolean()
                ? view.login().createSessionAgain(id, request)
                : view.login().createSession(id, request);
    }

    private static Optional<LeaderFacts> leader(Login1View view, long pid) {
        return view.processes()
                .find(pid)
                .map(facts -> new LeaderFacts(pid, facts.cgroup(), facts.auditSession()));
    }

    /**
     * Returns the properties for the scope; answers the call where there is one that cannot be set.
     */
    private static Optional<List<ScopeProperty>> properties(MessageReader arguments, Call call) {
        List<ScopeProperty> properties = new ArrayList<>();
        arguments.openArray();
        while (arguments.hasNext()) {
            arguments.openStruct();
            String name = arguments.string();
            Signature type = arguments.openVariant();
            boolean isNumber = type.equals(Signature.UINT64) || type.equals(Signature.UINT32);
            if (!isNumber || !SCOPE_PROPERTIES.contains(name)) {
                call.error(
                        ErrorName.PROPERTY_READ_ONLY,
                        "Cannot set property " + name + ", or unknown property.");
                return Optional.empty();
            }
            long value = type.equals(Signature.UINT64) ? arguments.uint64() : arguments.uint32();
            properties.add(new ScopeProperty(name, value));
            arguments.closeVariant().closeStruct();
        }
        return Optional.of(properties);
    }

    /** Answers a call with the session it made; the FIFO's writing end goes with it. */
    static void reply(Call call, CreatedSession session, DescriptorList fifo) {
        call.reply(
                fifo,
                out ->
                        out.string(session.id())
                                .objectPath(ObjectPaths.ofSession(session.id()))
                                .string(session.runtimePath())
                                .handle(0)
                                .uint32(session.uid())
                                .string(session.seat())
                                .uint32(session.vtNumber())
                                .bool(false));
    }

    /** Root's login programs release their sessions, and owners their own. */
    static void release(Login1View view, Call call) {
        view.finder()
                .session(
                        call,
                        call.arguments().string(),
                        session -> {
                            boolean isOwner = session.user().uid() == Permission.uid(call);
                            if (call.caller().isRoot() || isOwner) {
                                PendingCalls.answer(
                                        call, view.login().releaseSession(session.id()));
                            } else {
                                refuseForeigner(call, "ReleaseSession");
                            }
                        });
    }

    private static void refuseForeigner(Call call, String method) {
        PendingCalls.refuse(
                call,
                new LoginError(
                        LoginError.Kind.ACCESS_DENIED,
                        "Access to " + ManagerInterface.NAME + "." + method + "() not permitted."));
    }
}
