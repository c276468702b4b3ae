package hearth.unit.install;

/**
 * What a person should know of a plan. Nothing changes by it.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">org.freedesktop.systemd1(5),
 *     EnableUnitFiles()</a>
 */
public sealed interface Note extends Step {

    /**
     * A unit is passed over, being masked.
     *
     * @param path of the link or empty file that masks it
     */
    record Masked(String path) implements Note {}

    /**
     * A name is an alias of a unit that is not there.
     *
     * @param path of the link
     */
    record Dangling(String path) implements Note {}

    /**
     * A unit is installed into one that is not there: a link without effect, until it is.
     *
     * @param target the name of what is not there
     * @param path of the unit's file
     */
    record NoTarget(String target, String path) implements Note {}

    /**
     * A unit of another's {@code Also=} is passed over, since it cannot be enabled.
     *
     * @param name of that unit
     */
    record AuxiliaryFailed(String name) implements Note {}
}
