package hearth.manager.table;

import hearth.manager.ConditionReport;
import java.util.List;

/**
 * Whether a unit's conditions and assertions held, and whether that is being asked.
 *
 * @param token of the open question; 0: none
 */
public record ConditionOutcome(long token, ConditionReport conditions, ConditionReport asserts) {
    private static final ConditionReport UNTESTED = ConditionReport.untested(List.of());

    /** Nothing was asked yet. */
    static final ConditionOutcome NEVER = new ConditionOutcome(0, UNTESTED, UNTESTED);

    /** Returns whether the answer is still waited for. */
    public boolean isOpen() {
        return token != 0;
    }

    /** Returns whether a token is that of the open question. */
    public boolean isOpenBy(long other) {
        return isOpen() && token == other;
    }

    /** It is asked; what was known before stands until there is an answer. */
    ConditionOutcome asked(long question) {
        return new ConditionOutcome(question, conditions, asserts);
    }
}
