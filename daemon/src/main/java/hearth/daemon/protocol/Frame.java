package hearth.daemon.protocol;

import hearth.daemon.protocol.body.Bytes;
import java.util.Optional;

/**
 * A message ready to be sent.
 *
 * @param datagram the bytes of the datagram
 * @param memfd the content of the sealed memfd that goes as its first descriptor, before the
 *     message's own; empty where the body is in the datagram
 */
public record Frame(Bytes datagram, Optional<Bytes> memfd) {}
