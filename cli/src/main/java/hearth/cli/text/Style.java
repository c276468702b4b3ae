package hearth.cli.text;

/** A way of writing that a terminal can show. */
public enum Style {
    /** As it should be. */
    GOOD("32"),
    /** Wrong. */
    BAD("1;31"),
    /** To be looked at. */
    DOUBTFUL("33"),
    /** What a line is about. */
    STRONG("1"),
    /** Less important than the rest. */
    FAINT("2"),
    /** Chosen among others. */
    CHOSEN("7");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
