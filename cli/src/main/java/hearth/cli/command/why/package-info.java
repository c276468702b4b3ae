/** Why units, sessions and users are as they are, and what has ended a process. */
@NullMarked
package hearth.cli.command.why;

import org.jspecify.annotations.NullMarked;
