package hearth.manager.host;

/** Where a manager takes the time from; a clock in the house, a variable in a test. */
@FunctionalInterface
public interface TimeSource {
    /** Returns the time now. */
    Moment now();
}
