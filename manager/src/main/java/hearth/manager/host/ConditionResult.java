package hearth.manager.host;

/** What became of one condition; the negation is already counted in. */
public enum ConditionResult {
    UNTESTED(0),
    SUCCEEDED(1),
    FAILED(-1),
    /** It could not be tested; counts as failed. */
    ERROR(-2);

    private final int wireNumber;

    ConditionResult(int wireNumber) {
        this.wireNumber = wireNumber;
    }

    /** Returns the number in the D-Bus properties {@code Conditions} and {@code Asserts}. */
    public int wireNumber() {
        return wireNumber;
    }
}
