/** What journalctl asks of whoever writes the journal. */
@NullMarked
package hearth.daemon.log.varlink;

import org.jspecify.annotations.NullMarked;
