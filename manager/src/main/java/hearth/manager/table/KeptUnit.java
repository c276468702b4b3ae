package hearth.manager.table;

import hearth.manager.ConditionReport;
import hearth.manager.Unit;
import hearth.manager.UnitMarker;
import hearth.manager.UnitTimes;
import java.util.List;
import java.util.Set;

/**
 * What of a unit is written down, beside its jobs, its references and its machine's record.
 *
 * @param startsUsec its starts that count for the limit
 * @param nextToken the next token of a question about it
 */
public record KeptUnit(
        String invocationId,
        UnitTimes times,
        ConditionReport conditions,
        ConditionReport asserts,
        boolean isCgroupMade,
        String controller,
        Unit.FreezerState freezer,
        Set<UnitMarker> markers,
        List<Long> startsUsec,
        int nextToken) {}
