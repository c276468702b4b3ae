package hearth.unit;

/**
 * One unit's word about another.
 *
 * @param type what it says
 * @param target about whom
 * @param origin where it stands
 */
public record Dependency(DependencyType type, UnitName target, Origin origin) {

    /** Where a dependency stands. */
    public enum Origin {
        /** In the fragment or a drop-in. */
        FILE,
        /** As a link in {@code .wants/}, {@code .requires/} or {@code .upholds/}. */
        LINK
    }
}
