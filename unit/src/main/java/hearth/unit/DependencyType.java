package hearth.unit;

/**
 * What a unit can say about another in its file.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5)</a>
 */
public enum DependencyType {
    REQUIRES("Requires"),
    REQUISITE("Requisite"),
    WANTS("Wants"),
    BINDS_TO("BindsTo"),
    PART_OF("PartOf"),
    UPHOLDS("Upholds"),
    CONFLICTS("Conflicts"),
    BEFORE("Before"),
    AFTER("After"),
    ON_FAILURE("OnFailure"),
    ON_SUCCESS("OnSuccess"),
    PROPAGATES_RELOAD_TO("PropagatesReloadTo"),
    RELOAD_PROPAGATED_FROM("ReloadPropagatedFrom"),
    PROPAGATES_STOP_TO("PropagatesStopTo"),
    STOP_PROPAGATED_FROM("StopPropagatedFrom"),
    JOINS_NAMESPACE_OF("JoinsNamespaceOf");

    private final String wireName;

    DependencyType(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the directive's name, which is also the D-Bus property's. */
    public String wireName() {
        return wireName;
    }
}
