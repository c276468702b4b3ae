package hearth.daemon.training;

import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.ListenOrder;
import hearth.daemon.protocol.Spawn;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.ConditionResult;
import hearth.daemon.protocol.record.EntryKind;
import hearth.daemon.protocol.record.SocketKind;
import hearth.daemon.protocol.record.TreeEntry;
import hearth.daemon.protocol.record.Verdict;
import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A hand that does nothing and says that it is done: no process is started, no file is touched. It
 * has one unit file to tell of, and one socket. Belongs to the reactor.
 */
public final class PlayedHand {
    /** The user's id: nobody's, so that nothing on the building machine is meant. */
    public static final int UID = 65_533;

    /** The unit that {@link PlayedClient} starts. */
    public static final String UNIT = "rehearsal.service";

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

    /**
     * What it plays.
     *
     * @param uid whose hand
     * @param address of the manager's private socket
     */
    public record Part(int uid, String address) {}

    private final Stage stage;
    private final int fd;
    private final Part part;
    private final List<HandOrder> orders = new ArrayList<>();
    private final Reactor.Registration registration;
    private int lastPid;
    private Runnable end = () -> {};
    private boolean isEnded;

    /**
     * Begins to play.
     *
     * @param fd its end of the socket pair; its own from now on
     */
    public PlayedHand(Stage stage, int fd, Part part) throws ErrnoException {
        this.stage = stage;
        this.fd = fd;
        this.part = part;
        stage.linux().descriptors().setNonBlocking(fd, true);
        registration = stage.reactor().register(fd, Polling.READABLE, _ -> read());
    }

    /** Ends as a process does: without a word. */
    public void end() {
        isEnded = true;
        registration.end();
        stage.linux().descriptors().closeQuietly(fd);
    }

    /** Runs this when it is asked to end. */
    void onEnd(Runnable newEnd) {
        end = newEnd;
    }

    /** Says what is no message. */
    public void say(byte[] garbage) throws ErrnoException {
        stage.linux().sockets().send(fd, garbage, 0, garbage.length);
    }

    /** Returns what it was asked for, in order. */
    public List<HandOrder> orders() {
        return orders;
    }

    /** Says what a hand says first. */
    public void greet() {
        tell(
                0,
                new HandEvent.HandWelcome(
                        Codec.VERSION,
                        part.uid(),
                        part.uid(),
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
        var buffer = stage.buffers().orders();
        while (!isEnded) {
            int size = stage.linux().sockets().receive(fd, buffer);
            if (size == Linux.WOULD_BLOCK) {
                return;
            }
            for (int received : buffer.takeDescriptors()) {
                stage.linux().descriptors().closeQuietly(received);
            }
            if (size <= 0) {
                end();
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
        orders.add(order);
        switch (order) {
            case FileOrder.ReadTree read -> tell(token, tree(read));
            case FileOrder.Sync _ -> tell(token, new HandEvent.Synced(false));
            case HandOrder.FetchStored _ -> tell(token, new HandEvent.Stored(List.of()));
            case FileOrder.MeasureTrees _ -> tell(token, new HandEvent.Measured(0, 0, false));
            case HandOrder.CheckConditions(var conditions) ->
                    tell(
                            token,
                            new HandEvent.ConditionResults(
                                    conditions.stream()
                                            .map(_ -> new ConditionResult(Verdict.NO, 0))
                                            .toList()));
            case HandOrder.BindSocket socket -> bind(token, socket);
            case Spawn spawn -> live(token, spawn);
            case HandOrder.AttachLog _ -> tell(token, new CommonEvent.Done(List.of()));
            case CommonOrder.Signal _, CommonOrder.SignalCgroup _ ->
                    tell(token, new CommonEvent.Signalled(0));
            case FileOrder.ReadFile _,
                    FileOrder.FindPaths _,
                    HandOrder.ConnectSocket _,
                    HandOrder.ReopenLog _,
                    ListenOrder _ ->
                    tell(token, new CommonEvent.Failed(ENOENT, "rehearsal"));
            case CommonOrder.AskProgram _ -> tell(token, new CommonEvent.Program(0, 0));
            case HandOrder.EndHand _ -> {
                tell(token, new CommonEvent.Done(List.of()));
                end.run();
            }
            case HandOrder.QueueSignal _,
                    FileOrder.WriteFile _,
                    FileOrder.MakeDirectories _,
                    FileOrder.MakeLink _,
                    FileOrder.Remove _,
                    FileOrder.WatchPath _,
                    FileOrder.UnwatchPath _,
                    HandOrder.ForgetProcess _,
                    HandOrder.BuryProcess _,
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

    private HandEvent.Tree tree(FileOrder.ReadTree order) {
        int directory = order.directories().indexOf(UNITS);
        var entries = new ArrayList<TreeEntry>();
        if (directory >= 0) {
            entries.add(entry(directory, UNIT, EntryKind.FILE, ""));
            String wants = "default.target.wants";
            entries.add(entry(directory, wants, EntryKind.DIRECTORY, ""));
            entries.add(entry(directory, wants + "/" + UNIT, EntryKind.LINK, "../" + UNIT));
        }
        return new HandEvent.Tree(entries, List.of(), false);
    }

    private static TreeEntry entry(int directory, String name, EntryKind kind, String target) {
        return new TreeEntry(directory, name, kind, 1, target, "", Bytes.of(UNIT_TEXT), 0);
    }

    /** Makes the manager's own sockets; what a unit wants bound is not to be had. */
    private void bind(long token, HandOrder.BindSocket order) throws ErrnoException {
        var sockets = stage.linux().sockets();
        if (order.name().equals("private")) {
            int socket = sockets.socket(SocketType.STREAM);
            sockets.bind(socket, UnixAddress.parse(part.address()), PRIVATE_MODE);
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
    private void live(long token, Spawn spawn) {
        int pid = Integer.MAX_VALUE - lastPid++; // above the kernel's limit: nobody's
        tell(token, new HandEvent.Spawned(spawn.process(), pid));
        tell(0, new HandEvent.Executed(spawn.process()));
        tell(
                0,
                new HandEvent.Exited(
                        spawn.process(), spawn.unit(), spawn.role(), pid, CLD_EXITED, 0, 0));
        tell(0, new CommonEvent.CgroupEmpty(spawn.cgroup()));
    }

    private void tell(long token, HandEvent event, int... descriptors) {
        stage.send(fd, Codec.encode(token, event, descriptors.length), descriptors);
    }
}
