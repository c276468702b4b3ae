package hearth.unit.value;

/**
 * Which packets get a time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.socket.5.html">systemd.socket(5),
 *     Timestamping=</a>
 */
public enum Timestamping implements WireName {
    OFF("off"),
    US("us"),
    NS("ns");

    private final String wireName;

    Timestamping(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
