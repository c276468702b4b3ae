package hearth.manager.graph;

import hearth.unit.DependencyType;
import java.util.EnumMap;
import java.util.Map;

/**
 * The kinds of dependencies between two units, each with its inverse. The names are those of the
 * D-Bus properties.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5), MAPPING
 *     OF UNIT PROPERTIES TO THEIR INVERSES</a>
 */
public enum UnitEdge {
    REQUIRES("Requires"),
    REQUISITE("Requisite"),
    WANTS("Wants"),
    BINDS_TO("BindsTo"),
    PART_OF("PartOf"),
    UPHOLDS("Upholds"),
    REQUIRED_BY("RequiredBy"),
    REQUISITE_OF("RequisiteOf"),
    WANTED_BY("WantedBy"),
    BOUND_BY("BoundBy"),
    CONSISTS_OF("ConsistsOf"),
    UPHELD_BY("UpheldBy"),
    CONFLICTS("Conflicts"),
    CONFLICTED_BY("ConflictedBy"),
    BEFORE("Before"),
    AFTER("After"),
    ON_FAILURE("OnFailure"),
    ON_FAILURE_OF("OnFailureOf"),
    ON_SUCCESS("OnSuccess"),
    ON_SUCCESS_OF("OnSuccessOf"),
    TRIGGERS("Triggers"),
    TRIGGERED_BY("TriggeredBy"),
    PROPAGATES_RELOAD_TO("PropagatesReloadTo"),
    RELOAD_PROPAGATED_FROM("ReloadPropagatedFrom"),
    PROPAGATES_STOP_TO("PropagatesStopTo"),
    STOP_PROPAGATED_FROM("StopPropagatedFrom"),
    JOINS_NAMESPACE_OF("JoinsNamespaceOf"),
    SLICE("Slice"),
    SLICE_OF("SliceOf");

    private static final Map<UnitEdge, UnitEdge> INVERSES = inverses();
    private static final Map<DependencyType, UnitEdge> WRITTEN = written();

    private final String wireName;

    UnitEdge(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the D-Bus property's name. */
    public String wireName() {
        return wireName;
    }

    /** Returns what the other unit has when this one has this. */
    public UnitEdge inverse() {
        UnitEdge inverse = INVERSES.get(this);
        return inverse == null ? this : inverse;
    }

    /** Returns the kind that a directive of a unit file means. */
    public static UnitEdge of(DependencyType type) {
        UnitEdge edge = WRITTEN.get(type);
        if (edge == null) {
            throw new IllegalArgumentException("no such dependency: " + type);
        }
        return edge;
    }

    private static Map<DependencyType, UnitEdge> written() {
        Map<DependencyType, UnitEdge> written = new EnumMap<>(DependencyType.class);
        for (DependencyType type : DependencyType.values()) {
            written.put(type, valueOf(type.name()));
        }
        return written;
    }

    private static Map<UnitEdge, UnitEdge> inverses() {
        UnitEdge[][] pairs = {
            {REQUIRES, REQUIRED_BY},
            {REQUISITE, REQUISITE_OF},
            {WANTS, WANTED_BY},
            {BINDS_TO, BOUND_BY},
            {PART_OF, CONSISTS_OF},
            {UPHOLDS, UPHELD_BY},
            {CONFLICTS, CONFLICTED_BY},
            {BEFORE, AFTER},
            {ON_FAILURE, ON_FAILURE_OF},
            {ON_SUCCESS, ON_SUCCESS_OF},
            {TRIGGERS, TRIGGERED_BY},
            {PROPAGATES_RELOAD_TO, RELOAD_PROPAGATED_FROM},
            {PROPAGATES_STOP_TO, STOP_PROPAGATED_FROM},
            {SLICE, SLICE_OF},
        };
        Map<UnitEdge, UnitEdge> inverses = new EnumMap<>(UnitEdge.class);
        for (UnitEdge[] pair : pairs) {
            inverses.put(pair[0], pair[1]);
            inverses.put(pair[1], pair[0]);
        }
        return inverses;
    }
}
