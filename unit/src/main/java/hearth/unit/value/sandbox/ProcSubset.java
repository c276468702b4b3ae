package hearth.unit.value.sandbox;

import hearth.unit.value.WireName;

/**
 * Which part of {@code /proc} is seen.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     ProcSubset=</a>
 */
public enum ProcSubset implements WireName {
    ALL("all"),
    PID("pid");

    private final String wireName;

    ProcSubset(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
