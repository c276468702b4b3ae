/** Why something happens to a unit: who asked, which unit or rule brought it about. */
@NullMarked
package hearth.manager.cause;

import org.jspecify.annotations.NullMarked;
