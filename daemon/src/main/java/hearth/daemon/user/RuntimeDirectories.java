package hearth.daemon.user;

import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The processes of {@code user-runtime-dir@UID.service}, which are none: the keeper mounts and
 * unmounts, and to the system manager each order is a process that was quick. In its mailbox.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/user@.service.5.html">user@.service(5)</a>
 */
final class RuntimeDirectories {
    private final Brain brain;
    private final Mailbox mailbox;
    private final Line<KeeperEvent> keeper;
    private final Consumer<Event> events;
    private final Supplier<UserManagers.RuntimeDirectory> bounds;

    RuntimeDirectories(Brain brain, UserManagers.Parts parts) {
        this.brain = brain;
        mailbox = parts.mailbox();
        keeper = parts.keeper();
        events = parts.events();
        bounds = parts.runtimeDirectory();
    }

    /** Makes or removes a user's runtime directory. */
    void spawn(int uid, Effect.Spawn spawn) {
        if (spawn.role() == ExecRole.STOP) {
            order(spawn, new KeeperOrder.UnmountRuntimeDirectory(uid));
            return;
        }
        brain.names()
                .user(
                        uid,
                        mailbox,
                        answer -> {
                            if (answer instanceof NameLookups.Answer.Found found) {
                                UserManagers.RuntimeDirectory most = bounds.get();
                                order(
                                        spawn,
                                        new KeeperOrder.MountRuntimeDirectory(
                                                uid,
                                                found.user().gid(),
                                                most.sizeBytes(),
                                                most.inodes()));
                            } else {
                                events.accept(
                                        new Event.SpawnFailed(spawn.token(), 0, "no such user"));
                            }
                        });
    }

    private void order(Effect.Spawn spawn, KeeperOrder order) {
        int pid = (int) ProcessHandle.current().pid();
        // later, as every answer: a machine is not told while it speaks
        mailbox.execute(() -> events.accept(new Event.Spawned(spawn.token(), pid)));
        keeper.order(
                order,
                mailbox,
                answer -> {
                    if (answer instanceof CommonEvent.Failed failed) {
                        brain.complaints().say(ErrnoText.of(failed));
                    }
                    int status = answer instanceof CommonEvent.Done ? 0 : 1;
                    events.accept(new Event.Exited(spawn.token(), pid, ExitCode.EXITED, status));
                });
    }
}
