/**
 * The conversation with the keeper and the hands: records for its messages, and their bytes.
 *
 * <p>{@code keeper/src/protocol.def} is the specification; the records here are held against it by
 * a test. Nothing here knows a socket: {@link Frame} is what a transport sends, {@link Codec} what
 * it receives.
 */
package hearth.daemon.protocol;
