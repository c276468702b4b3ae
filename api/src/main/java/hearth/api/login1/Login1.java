package hearth.api.login1;

import hearth.api.Authority;
import hearth.api.systemd1.world.UserRecords;
import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.Message;
import hearth.dbus.Outbox;
import hearth.dbus.object.BoundInterface;
import hearth.dbus.object.Call;
import hearth.dbus.object.Caller;
import hearth.dbus.object.Faults;
import hearth.dbus.object.ObjectServer;
import hearth.dbus.object.PathTable;
import hearth.dbus.object.PathTable.Route;
import hearth.login.Login;
import hearth.login.host.CallId;
import hearth.login.host.CreatedSession;
import hearth.login.host.LingerVerdict;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import hearth.login.session.User;
import java.util.List;
import java.util.Optional;

/**
 * Login as {@code org.freedesktop.login1} on the system bus. Confined to login's mailbox: whoever
 * owns the bus connection posts its messages there, and carries to here the effects that are for
 * clients.
 *
 * @see "org.freedesktop.login1(5)"
 */
public final class Login1 {
    /** The bus name under which login is reached. */
    public static final String BUS_NAME = "org.freedesktop.login1";

    private final Login1View view;
    private final Signals signals;
    private final ObjectServer server;

    /** Whether the call that is being handled was made to an earlier brain. */
    private boolean isCalledBefore;

    /**
     * What login's objects need of the world.
     *
     * @param processes what the kernel says
     * @param records what is in users' logs
     */
    public record World(Processes processes, UserRecords records) {}

    /**
     * Shows a login.
     *
     * @param authority is asked about callers who are neither root nor the owner: polkit, or {@link
     *     BuiltInRules}
     * @param machineId 32 hexadecimal digits
     * @param faults told what handlers of calls throw, after those calls were answered
     */
    public Login1(Login login, World world, Authority authority, String machineId, Faults faults) {
        server = new ObjectServer(PathTable.of(routes()), machineId, faults);
        Authority guarded = (question, then) -> authority.ask(question, server.later(then));
        view =
                new Login1View(
                        login,
                        world.processes(),
                        guarded(world.records()),
                        new Finder(login, world.processes()),
                        new Permission(guarded),
                        new PendingCalls(server),
                        () -> isCalledBefore);
        signals = new Signals(server);
    }

    private UserRecords guarded(UserRecords records) {
        return (uid, unit, count, isAwaited, then) ->
                records.record(uid, unit, count, isAwaited, server.later(then));
    }

    private List<Route> routes() {
        return List.of(
                new Route.Exact(
                        ObjectPaths.MANAGER, () -> List.of(ManagerInterface.TABLE.bind(view()))),
                new Route.Exact(
                        ObjectPaths.HEARTH,
                        () ->
                                List.of(
                                        SettingsInterface.TABLE.bind(view()),
                                        LingerInterface.TABLE.bind(view()))),
                new Route.Children(ObjectPaths.SESSIONS, this::findSession, this::sessionNames),
                new Route.Children(ObjectPaths.USERS, this::findUser, this::userNames),
                new Route.Children(ObjectPaths.SEATS, this::findSeat, this::seatNames));
    }

    private Login1View view() {
        return view;
    }

    /**
     * Answers a method call, which it owns from now on; now, or when login or polkit has answered.
     *
     * @param from who calls, by the bus's word
     * @param outbox where the answer goes
     */
    public void handle(Message call, Caller from, Outbox outbox) {
        server.handle(call, from, outbox);
    }

    /**
     * Answers as {@link #handle} a call that an earlier brain has had, and may have begun to carry
     * out.
     */
    public void handleAgain(Message call, Caller from, Outbox outbox) {
        isCalledBefore = true;
        handle(call, from, outbox);
        isCalledBefore = false;
    }

    /**
     * Carries {@link LoginEffect.ReplyCreateSession}: answers the call, and hands over the FIFO's
     * writing end.
     */
    public void replyCreateSession(CallId id, CreatedSession session, DescriptorList fifo) {
        Optional<Call> call = view.calls().take(id);
        if (call.isPresent()) {
            CreateSession.reply(call.get(), session, fifo);
        } else {
            fifo.close();
        }
    }

    /** Carries {@link LoginEffect.ReplyInhibit} as {@link #replyCreateSession}. */
    public void replyInhibit(CallId id, DescriptorList end) {
        Optional<Call> call = view.calls().take(id);
        if (call.isPresent()) {
            InhibitorRows.reply(call.get(), end);
        } else {
            end.close();
        }
    }

    /** Carries {@link LoginEffect.ReplyGrant}. */
    public void replyGrant(CallId id, String lease) {
        view.calls().take(id).ifPresent(call -> LingerInterface.reply(call, lease));
    }

    /** Carries {@link LoginEffect.ReplyMayLinger}. */
    public void replyMayLinger(CallId id, LingerVerdict verdict) {
        view.calls().take(id).ifPresent(call -> LingerInterface.reply(call, verdict));
    }

    /** Carries {@link LoginEffect.Reply}. */
    public void reply(CallId id) {
        view.calls().done(id);
    }

    /** Carries {@link LoginEffect.ReplyError}. */
    public void replyError(CallId id, LoginError error) {
        view.calls().failed(id, error);
    }

    /** Carries {@link LoginEffect.Signal}: tells everybody on the bus. */
    public void tell(LoginEffect.Signal signal) {
        signals.tell(signal);
    }

    /** Takes in the bus on which {@link #BUS_NAME} is owned: signals go there from now on. */
    public void busConnected(Outbox bus) {
        signals.busConnected(bus);
    }

    /** Forgets the bus, whose connection is over. */
    public void busGone() {
        signals.busGone();
    }

    private Optional<List<BoundInterface<?>>> findSession(String name) {
        boolean isOwn = name.equals(ObjectPaths.SELF) || name.equals(ObjectPaths.AUTO);
        Optional<Session> session =
                isOwn
                        ? server.caller().flatMap(from -> view.finder().ownSession(from, name))
                        : view.login().session(name);
        return session.map(it -> List.of(SessionInterface.TABLE.bind(view.of(it))));
    }

    private List<String> sessionNames() {
        return view.login().sessions().stream().map(Session::id).toList();
    }

    private Optional<List<BoundInterface<?>>> findUser(String name) {
        Optional<User> user =
                name.equals(ObjectPaths.SELF)
                        ? server.caller().flatMap(from -> view.finder().ownUser(from))
                        : view.login().users().stream()
                                .filter(it -> unescapedLabel(it).equals(name))
                                .findFirst();
        return user.map(it -> List.of(UserInterface.TABLE.bind(view.of(it))));
    }

    private List<String> userNames() {
        return view.login().users().stream().map(Login1::unescapedLabel).toList();
    }

    /** The server unescapes all labels, even a user's, which is not escaped. */
    private static String unescapedLabel(User user) {
        return DbusPath.unescape(ObjectPaths.userLabel(user.uid()));
    }

    private Optional<List<BoundInterface<?>>> findSeat(String name) {
        boolean isOwn = name.equals(ObjectPaths.SELF) || name.equals(ObjectPaths.AUTO);
        Optional<Seat> seat =
                isOwn
                        ? server.caller()
                                .flatMap(from -> view.finder().ownSession(from, name))
                                .flatMap(Session::seat)
                        : view.login().seat(name);
        return seat.map(it -> List.of(SeatInterface.TABLE.bind(view.of(it))));
    }

    private List<String> seatNames() {
        return view.login().seats().stream().map(Seat::id).toList();
    }
}
