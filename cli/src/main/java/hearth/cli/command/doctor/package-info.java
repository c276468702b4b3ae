/** {@code hearth doctor}: what keeps a user from their services, and what helps. */
@NullMarked
package hearth.cli.command.doctor;

import org.jspecify.annotations.NullMarked;
