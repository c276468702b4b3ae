/** What orders would bring about, were they given now. */
@NullMarked
package hearth.cli.command.rehearse;

import org.jspecify.annotations.NullMarked;
