package hearth.cli.systemd.option;

/**
 * An option of a command line.
 *
 * @param name behind two dashes
 * @param letter behind one dash; 0 where there is none
 * @param takes what stands behind it
 */
public record Option(String name, char letter, Takes takes) {
    /** What an option takes. */
    public enum Takes {
        /** It stands alone. */
        NOTHING,
        /** A value has to follow. */
        VALUE,
        /** A value may follow, behind an equals sign. */
        MAYBE
    }

    /** Reads one: {@code all,a}, {@code type,t=}, {@code legend=?}, {@code no-pager}. */
    static Option of(String text) {
        Takes takes =
                text.endsWith("=?")
                        ? Takes.MAYBE
                        : text.endsWith("=") ? Takes.VALUE : Takes.NOTHING;
        String names = text.replaceFirst("=\\??$", "");
        int comma = names.indexOf(',');
        return comma < 0
                ? new Option(names, '\0', takes)
                : new Option(names.substring(0, comma), names.charAt(comma + 1), takes);
    }
}
