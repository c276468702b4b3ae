package hearth.cli.command.doctor;

import hearth.cli.command.CommandFailure;
import hearth.cli.text.Style;
import java.util.Locale;

/**
 * What one check came to.
 *
 * @param check what was looked at; a word for programs, the same in all versions
 * @param verdict how it is
 * @param text what was seen; a sentence without an end
 * @param cure what helps; empty where nothing needs to
 */
record Finding(String check, Verdict verdict, String text, String cure) {
    /** How something is. */
    enum Verdict {
        /** As it should be. */
        FINE(Style.GOOD),
        /** Worth knowing: something will not work as many expect. */
        NOTICE(Style.DOUBTFUL),
        /** Services cannot be reached, or not all of them. */
        WRONG(Style.BAD);

        private final Style style;

        Verdict(Style style) {
            this.style = style;
        }

        /** Returns how a terminal shows it. */
        Style style() {
            return style;
        }

        /** Returns the word for it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding fine(String check, String text) {
        return new Finding(check, Verdict.FINE, text, "");
    }

    static Finding notice(String check, String text, String cure) {
        return new Finding(check, Verdict.NOTICE, text, cure);
    }

    static Finding wrong(String check, String text, String cure) {
        return new Finding(check, Verdict.WRONG, text, cure);
    }

    /** Returns what a check that could not be made says. */
    static Finding wrong(String check, CommandFailure failure) {
        return wrong(check, String.valueOf(failure.getMessage()), failure.advice().orElse(""));
    }
}
