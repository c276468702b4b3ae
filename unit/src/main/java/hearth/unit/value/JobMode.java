package hearth.unit.value;

/**
 * How a new job meets those that are queued.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     OnFailureJobMode=</a>
 */
public enum JobMode implements WireName {
    FAIL("fail"),
    REPLACE("replace"),
    REPLACE_IRREVERSIBLY("replace-irreversibly"),
    ISOLATE("isolate"),
    FLUSH("flush"),
    IGNORE_DEPENDENCIES("ignore-dependencies"),
    IGNORE_REQUIREMENTS("ignore-requirements"),
    TRIGGERING("triggering"),
    RESTART_DEPENDENCIES("restart-dependencies");

    private final String wireName;

    JobMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
