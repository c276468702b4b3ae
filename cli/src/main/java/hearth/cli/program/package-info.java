/** The programs of this machine. */
@NullMarked
package hearth.cli.program;

import org.jspecify.annotations.NullMarked;
