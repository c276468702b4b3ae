/** What a logout does, and what decides it. */
@NullMarked
package hearth.cli.command.logout;

import org.jspecify.annotations.NullMarked;
