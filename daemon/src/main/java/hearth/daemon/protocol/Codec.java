package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.body.MalformedException;
import hearth.daemon.protocol.body.UnknownException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Messages to bytes and back.
 *
 * <p>Decoding never throws: whatever a hand sends is user input. What comes may be of an earlier or
 * a later version: what is missing at a body's end has its default, what is too much is passed
 * over. Orders are decoded for tests and for stand-ins of the keeper.
 */
public final class Codec {
    /** Version of the protocol, told in {@link KeeperEvent.Welcome}. */
    public static final int VERSION = 7;

    /** Bodies above this many bytes travel in a memfd: below the least send buffer of a socket. */
    public static final int INLINE_LIMIT = 32 * 1024;

    /** No body is larger: unit trees of thousands of files fit, a runaway does not. */
    public static final int BODY_LIMIT = 64 * 1024 * 1024;

    private Codec() {}

    /**
     * Encodes a message.
     *
     * @param token of the order; 0 for events that answer none
     * @param descriptors how many descriptors of its own go with it, at most {@link
     *     Header#MAX_DESCRIPTORS} less one
     * @throws IllegalArgumentException where it is above {@link #BODY_LIMIT} or a text has a NUL in
     *     it
     */
    public static Frame encode(long token, Message message, int descriptors) {
        if (descriptors < 0 || descriptors >= Header.MAX_DESCRIPTORS) {
            throw new IllegalArgumentException(descriptors + " descriptors");
        }
        var out = new BodyWriter();
        message.writeTo(out);
        byte[] body = out.toBytes();
        if (body.length > BODY_LIMIT) {
            throw new IllegalArgumentException("a body of " + body.length + " bytes");
        }
        boolean inMemfd = body.length > INLINE_LIMIT;
        var header = new Header(message.number(), inMemfd, descriptors + (inMemfd ? 1 : 0), token);
        if (inMemfd) {
            return new Frame(Bytes.wrap(header.toBytes(0)), Optional.of(Bytes.wrap(body)));
        }
        byte[] datagram = header.toBytes(body.length);
        System.arraycopy(body, 0, datagram, Header.SIZE, body.length);
        return new Frame(Bytes.wrap(datagram), Optional.empty());
    }

    /**
     * Decodes what the keeper tells.
     *
     * @param datagram as received
     * @param memfd content of the first descriptor where {@link Header#inMemfd}, else nothing
     */
    public static Decoded<KeeperEvent> decodeKeeperEvent(byte[] datagram, Optional<byte[]> memfd) {
        return decode(datagram, memfd, Codec::keeperEvent);
    }

    /** Decodes what a hand tells; as {@link #decodeKeeperEvent}. */
    public static Decoded<HandEvent> decodeHandEvent(byte[] datagram, Optional<byte[]> memfd) {
        return decode(datagram, memfd, Codec::handEvent);
    }

    /** Decodes an order to the keeper; as {@link #decodeKeeperEvent}. */
    public static Decoded<KeeperOrder> decodeKeeperOrder(byte[] datagram, Optional<byte[]> memfd) {
        return decode(datagram, memfd, Codec::keeperOrder);
    }

    /** Decodes an order to a hand; as {@link #decodeKeeperEvent}. */
    public static Decoded<HandOrder> decodeHandOrder(byte[] datagram, Optional<byte[]> memfd) {
        return decode(datagram, memfd, Codec::handOrder);
    }

    private static <M extends Message> Decoded<M> decode(
            byte[] datagram, Optional<byte[]> memfd, BiFunction<Integer, BodyReader, M> messages) {
        var header = Header.of(datagram);
        if (header.isEmpty()) {
            return new Decoded.Malformed<>("no header");
        }
        if (header.get().inMemfd() != memfd.isPresent()
                || (memfd.isPresent() && datagram.length > Header.SIZE)) {
            return new Decoded.Malformed<>("the body is not where the header says");
        }
        byte[] body =
                memfd.orElseGet(() -> Arrays.copyOfRange(datagram, Header.SIZE, datagram.length));
        if (body.length > BODY_LIMIT) {
            return new Decoded.Malformed<>("a body of " + body.length + " bytes");
        }
        try {
            var in = new BodyReader(body);
            return new Decoded.Good<>(
                    header.get().token(), messages.apply(header.get().kind(), in));
        } catch (UnknownException e) {
            return new Decoded.Unknown<>(header.get().token(), e.what());
        } catch (MalformedException e) {
            return new Decoded.Malformed<>(
                    "message 0x%04x: %s".formatted(header.get().kind(), e.getMessage()));
        }
    }

    private static KeeperOrder keeperOrder(int kind, BodyReader in) {
        return switch (kind) {
            case KeeperOrder.StartHand.NUMBER -> KeeperOrder.StartHand.read(in);
            case KeeperOrder.SignalHand.NUMBER -> KeeperOrder.SignalHand.read(in);
            case KeeperOrder.MountRuntimeDirectory.NUMBER ->
                    KeeperOrder.MountRuntimeDirectory.read(in);
            case KeeperOrder.UnmountRuntimeDirectory.NUMBER ->
                    KeeperOrder.UnmountRuntimeDirectory.read(in);
            case KeeperOrder.RemoveIpc.NUMBER -> KeeperOrder.RemoveIpc.read(in);
            case KeeperOrder.IntroduceHand.NUMBER -> KeeperOrder.IntroduceHand.read(in);
            case KeeperOrder.Alive.NUMBER -> KeeperOrder.Alive.read(in);
            case KeeperOrder.AskLastEnd.NUMBER -> KeeperOrder.AskLastEnd.read(in);
            case KeeperOrder.PublishState.NUMBER -> KeeperOrder.PublishState.read(in);
            case KeeperOrder.StartSession.NUMBER -> KeeperOrder.StartSession.read(in);
            case KeeperOrder.AskOrphans.NUMBER -> KeeperOrder.AskOrphans.read(in);
            case KeeperOrder.ForgetOrphans.NUMBER -> KeeperOrder.ForgetOrphans.read(in);
            default -> commonOrder(kind, in);
        };
    }

    private static HandOrder handOrder(int kind, BodyReader in) {
        return switch (kind) {
            case HandOrder.EndHand.NUMBER -> HandOrder.EndHand.read(in);
            case FileOrder.ReadTree.NUMBER -> FileOrder.ReadTree.read(in);
            case FileOrder.Sync.NUMBER -> FileOrder.Sync.read(in);
            case FileOrder.ReadFile.NUMBER -> FileOrder.ReadFile.read(in);
            case FileOrder.FindPaths.NUMBER -> FileOrder.FindPaths.read(in);
            case HandOrder.AttachLog.NUMBER -> HandOrder.AttachLog.read(in);
            case HandOrder.QueueSignal.NUMBER -> HandOrder.QueueSignal.read(in);
            case HandOrder.FetchStored.NUMBER -> HandOrder.FetchStored.read(in);
            case FileOrder.MeasureTrees.NUMBER -> FileOrder.MeasureTrees.read(in);
            case FileOrder.WriteFile.NUMBER -> FileOrder.WriteFile.read(in);
            case FileOrder.MakeDirectories.NUMBER -> FileOrder.MakeDirectories.read(in);
            case FileOrder.MakeLink.NUMBER -> FileOrder.MakeLink.read(in);
            case FileOrder.Remove.NUMBER -> FileOrder.Remove.read(in);
            case HandOrder.CheckConditions.NUMBER -> HandOrder.CheckConditions.read(in);
            case FileOrder.WatchPath.NUMBER -> FileOrder.WatchPath.read(in);
            case FileOrder.UnwatchPath.NUMBER -> FileOrder.UnwatchPath.read(in);
            case HandOrder.BindSocket.NUMBER -> HandOrder.BindSocket.read(in);
            case HandOrder.ConnectSocket.NUMBER -> HandOrder.ConnectSocket.read(in);
            case HandOrder.ForgetProcess.NUMBER -> HandOrder.ForgetProcess.read(in);
            case HandOrder.ReopenLog.NUMBER -> HandOrder.ReopenLog.read(in);
            case HandOrder.BuryProcess.NUMBER -> HandOrder.BuryProcess.read(in);
            case ListenOrder.Listen.NUMBER -> ListenOrder.Listen.read(in);
            case ListenOrder.WatchSocket.NUMBER -> ListenOrder.WatchSocket.read(in);
            case ListenOrder.UnwatchSocket.NUMBER -> ListenOrder.UnwatchSocket.read(in);
            case ListenOrder.FlushSocket.NUMBER -> ListenOrder.FlushSocket.read(in);
            case ListenOrder.CloseListener.NUMBER -> ListenOrder.CloseListener.read(in);
            case ListenOrder.KeepConnections.NUMBER -> ListenOrder.KeepConnections.read(in);
            case ListenOrder.AttachKept.NUMBER -> ListenOrder.AttachKept.read(in);
            case Spawn.NUMBER -> Spawn.read(in);
            default -> commonOrder(kind, in);
        };
    }

    private static CommonOrder commonOrder(int kind, BodyReader in) {
        return switch (kind) {
            case CommonOrder.MakeCgroup.NUMBER -> CommonOrder.MakeCgroup.read(in);
            case CommonOrder.RemoveCgroup.NUMBER -> CommonOrder.RemoveCgroup.read(in);
            case CommonOrder.SetCgroupAttribute.NUMBER -> CommonOrder.SetCgroupAttribute.read(in);
            case CommonOrder.SignalCgroup.NUMBER -> CommonOrder.SignalCgroup.read(in);
            case CommonOrder.Signal.NUMBER -> CommonOrder.Signal.read(in);
            case CommonOrder.MoveProcesses.NUMBER -> CommonOrder.MoveProcesses.read(in);
            case CommonOrder.WatchProcess.NUMBER -> CommonOrder.WatchProcess.read(in);
            case CommonOrder.UnwatchProcess.NUMBER -> CommonOrder.UnwatchProcess.read(in);
            case CommonOrder.KeepDescriptor.NUMBER -> CommonOrder.KeepDescriptor.read(in);
            case CommonOrder.DropDescriptor.NUMBER -> CommonOrder.DropDescriptor.read(in);
            case CommonOrder.AskProgram.NUMBER -> CommonOrder.AskProgram.read(in);
            default -> throw unknown(kind);
        };
    }

    private static UnknownException unknown(int kind) {
        return new UnknownException("message 0x%04x".formatted(kind));
    }

    private static KeeperEvent keeperEvent(int kind, BodyReader in) {
        return switch (kind) {
            case KeeperEvent.Welcome.NUMBER -> KeeperEvent.Welcome.read(in);
            case KeeperEvent.HandPresent.NUMBER -> KeeperEvent.HandPresent.read(in);
            case KeeperEvent.HandStarted.NUMBER -> KeeperEvent.HandStarted.read(in);
            case KeeperEvent.HandExited.NUMBER -> KeeperEvent.HandExited.read(in);
            case KeeperEvent.Complete.NUMBER -> KeeperEvent.Complete.read(in);
            case KeeperEvent.Shutdown.NUMBER -> KeeperEvent.Shutdown.read(in);
            case KeeperEvent.Reload.NUMBER -> KeeperEvent.Reload.read(in);
            case KeeperEvent.LastEnd.NUMBER -> KeeperEvent.LastEnd.read(in);
            case KeeperEvent.Orphans.NUMBER -> KeeperEvent.Orphans.read(in);
            case KeeperEvent.SessionStarted.NUMBER -> KeeperEvent.SessionStarted.read(in);
            default -> commonEvent(kind, in);
        };
    }

    private static HandEvent handEvent(int kind, BodyReader in) {
        return switch (kind) {
            case HandEvent.HandWelcome.NUMBER -> HandEvent.HandWelcome.read(in);
            case HandEvent.ProcessPresent.NUMBER -> HandEvent.ProcessPresent.read(in);
            case HandEvent.HandComplete.NUMBER -> HandEvent.HandComplete.read(in);
            case HandEvent.Tree.NUMBER -> HandEvent.Tree.read(in);
            case HandEvent.TreeChanged.NUMBER -> HandEvent.TreeChanged.read(in);
            case HandEvent.Synced.NUMBER -> HandEvent.Synced.read(in);
            case HandEvent.FileContent.NUMBER -> HandEvent.FileContent.read(in);
            case HandEvent.ConditionResults.NUMBER -> HandEvent.ConditionResults.read(in);
            case HandEvent.PathChanged.NUMBER -> HandEvent.PathChanged.read(in);
            case HandEvent.PathsFound.NUMBER -> HandEvent.PathsFound.read(in);
            case HandEvent.Measured.NUMBER -> HandEvent.Measured.read(in);
            case HandEvent.Stored.NUMBER -> HandEvent.Stored.read(in);
            case HandEvent.Descriptor.NUMBER -> HandEvent.Descriptor.read(in);
            case HandEvent.Spawned.NUMBER -> HandEvent.Spawned.read(in);
            case HandEvent.Executed.NUMBER -> HandEvent.Executed.read(in);
            case HandEvent.Exited.NUMBER -> HandEvent.Exited.read(in);
            case ListenEvent.Listening.NUMBER -> ListenEvent.Listening.read(in);
            case ListenEvent.SocketReady.NUMBER -> ListenEvent.SocketReady.read(in);
            case ListenEvent.Accepted.NUMBER -> ListenEvent.Accepted.read(in);
            default -> commonEvent(kind, in);
        };
    }

    private static CommonEvent commonEvent(int kind, BodyReader in) {
        return switch (kind) {
            case CommonEvent.Done.NUMBER -> CommonEvent.Done.read(in);
            case CommonEvent.Failed.NUMBER -> CommonEvent.Failed.read(in);
            case CommonEvent.Signalled.NUMBER -> CommonEvent.Signalled.read(in);
            case CommonEvent.CgroupEmpty.NUMBER -> CommonEvent.CgroupEmpty.read(in);
            case CommonEvent.ProcessGone.NUMBER -> CommonEvent.ProcessGone.read(in);
            case CommonEvent.DescriptorPresent.NUMBER -> CommonEvent.DescriptorPresent.read(in);
            case CommonEvent.Program.NUMBER -> CommonEvent.Program.read(in);
            default -> throw unknown(kind);
        };
    }
}
