package hearth.daemon.training;

import hearth.daemon.Brain;
import hearth.daemon.protocol.Bytes;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ConditionResult;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.EntryKind;
import hearth.daemon.protocol.Frame;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.SocketKind;
import hearth.daemon.protocol.Spawn;
import hearth.daemon.protocol.TreeEntry;
import hearth.daemon.protocol.Verdict;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.SocketType;
import hearth.linux.UnixAddress;
import java.util.List;
import java.util.Optional;

/**
 * A hand that does nothing and says that it is done: no process is started, no file is touched. It
 * has one unit file to tell of, and one socket. Belongs to the reactor.
 */
final class PlayedHand {
    /** The user's id: nobody's, so that nothing on the building machine is meant. */
    static final int UID = 65_533;

    /** The unit that {@link PlayedClient} starts. */
    static final String UNIT = "rehearsal.service";

    private static final String HOME = "/nonexistent";
    private static final String UNITS = HOME + "/.config/systemd/user";
    private static final String UNIT_TEXT =
            """
            [Unit]
            Description=Rehearsal
            [Service]
            ExecStart=/bin/true --of=%n
            RemainAfterExit=yes
            Restart=on-abnormal
            Environment=A=b
            [Install]
            WantedBy=default.target
            """;
    private static final int ENOENT = 2;
    private static final int PRIVATE_MODE = 0700;
    private static final int CLD_EXITED = 1;

    private final Brain brain;
    private final int fd;
    private final String address;
    private int lastPid;

    /**
     * Begins to play.
     *
     * @param fd its end of the socket pair; its own from now on
     * @param address of the manager's private socket
     */
    PlayedHand(Brain brain, int fd, String address) throws ErrnoException {
        this.brain = brain;
        this.fd = fd;
        this.address = address;
        brain.linux().descriptors().setNonBlocking(fd, true);
        brain.reactor().register(fd, Polling.READABLE, _ -> read());
    }

    /** Says what a hand says first. */
    void greet() throws ErrnoException {
        tell(
                0,
                new HandEvent.HandWelcome(
                        Codec.VERSION,
                        UID,
                        UID,
                        List.of(),
                        (int) ProcessHandle.current().pid(),
                        "rehearsal",
                        HOME,
                        "/bin/sh",
                        "/init.scope",
                        List.of("LANG=C.UTF-8"),
                        List.of(),
                        022,
                        false));
        tell(0, new HandEvent.HandComplete());
    }

    private void read() throws ErrnoException {
        var buffer = brain.buffers().orders();
        while (true) {
            int size = brain.linux().sockets().receive(fd, buffer);
            if (size == Linux.WOULD_BLOCK) {
                return;
            }
            for (int received : buffer.takeDescriptors()) {
                brain.linux().descriptors().closeQuietly(received);
            }
            if (size <= 0) {
                return;
            }
            var decoded = Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty());
            if (!(decoded instanceof Decoded.Good<HandOrder>(long token, HandOrder order))) {
                throw new IllegalStateException("no order: " + decoded);
            }
            answer(token, order);
        }
    }

    private void answer(long token, HandOrder order) throws ErrnoException {
        switch (order) {
            case HandOrder.ReadTree read -> tell(token, tree(read));
            case HandOrder.Sync _ -> tell(token, new HandEvent.Synced(false));
            case HandOrder.CheckConditions(var conditions) ->
                    tell(
                            token,
                            new HandEvent.ConditionResults(
                                    conditions.stream()
                                            .map(_ -> new ConditionResult(Verdict.NO, 0))
                                            .toList()));
            case HandOrder.BindSocket socket -> bind(token, socket);
            case Spawn spawn -> live(token, spawn);
            case CommonOrder.Signal _, CommonOrder.SignalCgroup _ ->
                    tell(token, new CommonEvent.Signalled(0));
            case HandOrder.ReadFile _, HandOrder.ConnectSocket _ ->
                    tell(token, new CommonEvent.Failed(ENOENT, "rehearsal"));
            case HandOrder.EndHand _,
                    HandOrder.WriteFile _,
                    HandOrder.MakeDirectories _,
                    HandOrder.MakeLink _,
                    HandOrder.Remove _,
                    HandOrder.WatchPath _,
                    HandOrder.UnwatchPath _,
                    HandOrder.ForgetProcess _,
                    CommonOrder.MakeCgroup _,
                    CommonOrder.RemoveCgroup _,
                    CommonOrder.SetCgroupAttribute _,
                    CommonOrder.MoveProcesses _,
                    CommonOrder.WatchProcess _,
                    CommonOrder.UnwatchProcess _,
                    CommonOrder.KeepDescriptor _,
                    CommonOrder.DropDescriptor _ ->
                    tell(token, new CommonEvent.Done(List.of()));
        }
    }

    private static HandEvent.Tree tree(HandOrder.ReadTree order) {
        int directory = order.directories().indexOf(UNITS);
        var unit =
                new TreeEntry(directory, UNIT, EntryKind.FILE, 1, "", "", Bytes.of(UNIT_TEXT), 0);
        return new HandEvent.Tree(directory < 0 ? List.of() : List.of(unit), List.of(), false);
    }

    /** Makes the manager's own sockets; what a unit wants bound is not to be had. */
    private void bind(long token, HandOrder.BindSocket order) throws ErrnoException {
        var sockets = brain.linux().sockets();
        if (order.name().equals("private")) {
            int socket = sockets.socket(SocketType.STREAM);
            sockets.bind(socket, UnixAddress.parse(address), PRIVATE_MODE);
            sockets.listen(socket);
            tell(token, new HandEvent.Descriptor(order.name()), socket);
        } else if (order.kind() == SocketKind.DATAGRAM) {
            int socket = sockets.socket(SocketType.DATAGRAM);
            tell(token, new HandEvent.Descriptor(order.name()), socket);
        } else {
            tell(token, new CommonEvent.Failed(ENOENT, order.address()));
        }
    }

    /** Plays the whole life of a process. */
    private void live(long token, Spawn spawn) throws ErrnoException {
        int pid = Integer.MAX_VALUE - lastPid++; // above the kernel's limit: nobody's
        tell(token, new HandEvent.Spawned(spawn.process(), pid));
        tell(0, new HandEvent.Executed(spawn.process()));
        tell(
                0,
                new HandEvent.Exited(
                        spawn.process(), spawn.unit(), spawn.role(), pid, CLD_EXITED, 0, 0));
        tell(0, new CommonEvent.CgroupEmpty(spawn.cgroup()));
    }

    private void tell(long token, HandEvent event, int... descriptors) throws ErrnoException {
        Frame frame = Codec.encode(token, event, descriptors.length);
        byte[] datagram = frame.datagram().toArray();
        brain.linux().sockets().send(fd, datagram, 0, datagram.length, descriptors);
        for (int descriptor : descriptors) {
            brain.linux().descriptors().closeQuietly(descriptor);
        }
    }
}
