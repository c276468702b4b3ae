package hearth.cli.connection;

/** The other end answered a call with an error: its message is that end's text for the person. */
public final class CallRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final String errorName;
    private final String text;

    /** Creates the refusal of a call. */
    public CallRefused(String errorName, String text) {
        super(text);
        this.errorName = errorName;
        this.text = text;
    }

    /** Returns what the other end says about it; the error's name where it says nothing. */
    public String text() {
        return text;
    }

    /** Returns the error's name, one of {@link hearth.dbus.ErrorName} or unknown. */
    public String errorName() {
        return errorName;
    }
}
