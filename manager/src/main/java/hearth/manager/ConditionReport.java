package hearth.manager;

import hearth.manager.host.Condition;
import hearth.manager.host.ConditionResult;
import hearth.manager.host.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a unit's conditions, or of its assertions.
 *
 * @param when they were tested; never where they were not
 * @param isMet whether they hold together
 * @param tests each with its own result
 */
public record ConditionReport(Moment when, boolean isMet, List<Test> tests) {

    /** One of them. */
    public record Test(Condition condition, ConditionResult result) {}

    public ConditionReport {
        tests = List.copyOf(tests);
    }

    /** What most units have: there is nothing to test. */
    private static final ConditionReport NOTHING_UNTESTED =
            new ConditionReport(Moment.NEVER, false, List.of());

    /** Returns that none was tested yet. */
    public static ConditionReport untested(List<Condition> conditions) {
        if (conditions.isEmpty()) {
            return NOTHING_UNTESTED;
        }
        List<Test> tests = new ArrayList<>();
        for (Condition condition : conditions) {
            tests.add(new Test(condition, ConditionResult.UNTESTED));
        }
        return new ConditionReport(Moment.NEVER, false, tests);
    }

    /** Of the conditions with {@code |} one must hold, of the others all. */
    public static ConditionReport tested(
            List<Condition> conditions, List<ConditionResult> results, Moment now) {
        List<Test> tests = new ArrayList<>();
        boolean anyTrigger = false;
        boolean triggered = false;
        boolean met = true;
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            ConditionResult result = i < results.size() ? results.get(i) : ConditionResult.ERROR;
            tests.add(new Test(condition, result));
            boolean holds = result == ConditionResult.SUCCEEDED;
            if (condition.isTrigger()) {
                anyTrigger = true;
                triggered |= holds;
            } else {
                met &= holds;
            }
        }
        return new ConditionReport(now, met && (!anyTrigger || triggered), tests);
    }
}
