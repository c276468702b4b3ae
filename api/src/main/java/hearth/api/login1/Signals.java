package hearth.api.login1;

import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageWriter;
import hearth.dbus.Outbox;
import hearth.dbus.Signature;
import hearth.dbus.object.ObjectServer;
import hearth.login.host.LoginEffect;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells everybody on the bus what changes; nobody while there is no bus. */
final class Signals {
    private final ObjectServer server;
    private Optional<Outbox> bus = Optional.empty();

    public Signals(ObjectServer server) {
        this.server = server;
    }

    void busConnected(Outbox outbox) {
        bus = Optional.of(outbox);
    }

    void busGone() {
        bus = Optional.empty();
    }

    void tell(LoginEffect.Signal signal) {
        if (bus.isEmpty()) {
            return;
        }
        switch (signal) {
            case LoginEffect.SessionNew(String id) -> tellSession("SessionNew", id);
            case LoginEffect.SessionRemoved(String id) -> tellSession("SessionRemoved", id);
            case LoginEffect.UserNew(long uid) -> tellUser("UserNew", uid);
            case LoginEffect.UserRemoved(long uid) -> tellUser("UserRemoved", uid);
            case LoginEffect.ManagerChanged(List<String> names) ->
                    tellChanges(ObjectPaths.MANAGER, ManagerInterface.NAME, names);
            case LoginEffect.SessionChanged(String id, List<String> names) ->
                    tellChanges(ObjectPaths.ofSession(id), SessionInterface.NAME, names);
            case LoginEffect.UserChanged(long uid, List<String> names) ->
                    tellChanges(ObjectPaths.ofUser(uid), UserInterface.NAME, names);
            case LoginEffect.SeatChanged(String id, List<String> names) ->
                    tellChanges(ObjectPaths.ofSeat(id), SeatInterface.NAME, names);
            case LoginEffect.LeaseGranted(String lease, String user) ->
                    tellOfLease("LeaseGranted", "ss", out -> out.string(lease).string(user));
            case LoginEffect.LeaseEnded(String lease, String user, String why) ->
                    tellOfLease(
                            "LeaseEnded", "sss", out -> out.string(lease).string(user).string(why));
            case LoginEffect.SessionLock(String id) -> tellOfScreen(id, "Lock");
            case LoginEffect.SessionUnlock(String id) -> tellOfScreen(id, "Unlock");
        }
    }

    private void tellSession(String member, String id) {
        tellManager(member, "so", out -> out.string(id).objectPath(ObjectPaths.ofSession(id)));
    }

    private void tellUser(String member, long uid) {
        tellManager(member, "uo", out -> out.uint32(uid).objectPath(ObjectPaths.ofUser(uid)));
    }

    private void tellManager(String member, String type, Consumer<MessageWriter> values) {
        tell(
                Message.signal(ObjectPaths.MANAGER, ManagerInterface.NAME, member)
                        .withBody(Signature.of(type), values));
    }

    private void tellOfLease(String member, String type, Consumer<MessageWriter> values) {
        tell(
                Message.signal(ObjectPaths.HEARTH, LingerInterface.NAME, member)
                        .withBody(Signature.of(type), values));
    }

    private void tellOfScreen(String id, String member) {
        tell(Message.signal(ObjectPaths.ofSession(id), SessionInterface.NAME, member));
    }

    private void tellChanges(DbusPath path, String interfaceName, List<String> names) {
        server.propertiesChanged(path, interfaceName, names).ifPresent(this::tell);
    }

    private void tell(Message message) {
        bus.ifPresent(outbox -> outbox.send(message));
    }
}
