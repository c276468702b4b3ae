package hearth.daemon.link;

import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.Message;
import hearth.linux.socket.ReceiveBuffer;

/** How large the answer to an order may be: what was asked for, and nothing beside. */
final class AnswerSizes {
    /** What a message has around what was asked for. */
    private static final int AROUND_BYTES = 64 * 1024;

    /** An entry of a tree without its content: its name, where a link leads, numbers. */
    private static final int ENTRY_BYTES = 512;

    /** A verdict and an error number. */
    private static final int CONDITION_RESULT_BYTES = 5;

    /** The name of something stored: with those of its unit and of itself, 255 each. */
    private static final int STORED_NAME_BYTES = 1024;

    private AnswerSizes() {}

    /**
     * Returns how many descriptors of any kind may answer an order. What services have stored may
     * be anything; nothing is done with it but to pass it on, and to close it where nobody waits.
     */
    static int storedMax(Message order) {
        return order instanceof HandOrder.FetchStored ? ReceiveBuffer.DESCRIPTOR_LIMIT : 0;
    }

    /** Returns the most bytes of the body that answers an order. */
    static int bytesMax(Message order) {
        long bytes =
                switch (order) {
                    case FileOrder.ReadTree tree ->
                            AROUND_BYTES
                                    + Integer.toUnsignedLong(tree.maxTotalBytes())
                                    + ENTRY_BYTES * Integer.toUnsignedLong(tree.maxEntries());
                    case FileOrder.ReadFile file ->
                            AROUND_BYTES + Integer.toUnsignedLong(file.maxBytes());
                    case HandOrder.CheckConditions check ->
                            AROUND_BYTES
                                    + CONDITION_RESULT_BYTES * (long) check.conditions().size();
                    case HandOrder.FetchStored _ ->
                            (long) STORED_NAME_BYTES * ReceiveBuffer.DESCRIPTOR_LIMIT;
                    default -> Codec.INLINE_LIMIT;
                };
        return (int) Math.min(bytes, Codec.BODY_LIMIT);
    }
}
