package hearth.unit.value;

/**
 * Whether an IPv6 socket takes IPv4 as well.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.socket.5.html">systemd.socket(5),
 *     BindIPv6Only=</a>
 */
public enum BindIpv6Only implements WireName {
    DEFAULT("default"),
    BOTH("both"),
    IPV6_ONLY("ipv6-only");

    private final String wireName;

    BindIpv6Only(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
