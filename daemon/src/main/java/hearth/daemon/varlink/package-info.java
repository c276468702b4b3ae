/** Varlink: calls in JSON over a local socket, one after the other, each ended by a zero byte. */
@NullMarked
package hearth.daemon.varlink;

import org.jspecify.annotations.NullMarked;
