/**
 * {@code hearth top}: what units use. A {@code Sampler} reads samples; two make a list of {@code
 * Usage}, which is printed, or shown by a {@code View} that keys change.
 */
@NullMarked
package hearth.cli.command.top;

import org.jspecify.annotations.NullMarked;
