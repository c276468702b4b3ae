package hearth.manager;

/** A question about a unit that is open, outside its machine. */
sealed interface UnitTask {

    /** None. */
    record None() implements UnitTask {}

    /** Its conditions are being tested; then it starts. */
    record Testing(long token) implements UnitTask {}

    UnitTask NONE = new None();
}
