package hearth.daemon.host;

import hearth.daemon.protocol.record.ListenOption;
import hearth.unit.catalogue.SocketSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.ListenKind;
import hearth.unit.value.BindIpv6Only;
import hearth.unit.value.Timestamping;
import hearth.unit.value.TypesOfService;
import java.util.ArrayList;
import java.util.List;

/**
 * What a socket unit's settings say of its sockets, as options of setsockopt(2).
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.socket.5.html">systemd.socket(5)</a>
 */
final class SocketOptions {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int AF_VSOCK = 40;

    private static final int SOL_IP = 0;
    private static final int SOL_SOCKET = 1;
    private static final int SOL_TCP = 6;
    private static final int SOL_IPV6 = 41;
    private static final int SOL_NETLINK = 270;

    private static final int SO_BROADCAST = 6;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_KEEPALIVE = 9;
    private static final int SO_PRIORITY = 12;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_PASSCRED = 16;
    private static final int SO_TIMESTAMP = 29;
    private static final int SO_PASSSEC = 34;
    private static final int SO_TIMESTAMPNS = 35;
    private static final int SO_MARK = 36;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_PKTINFO = 8;
    private static final int IP_FREEBIND = 15;
    private static final int IP_TRANSPARENT = 19;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_TRANSPARENT = 75;
    private static final int IPV6_FREEBIND = 78;
    private static final int NETLINK_PKTINFO = 3;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_DEFER_ACCEPT = 9;
    private static final int TCP_CONGESTION = 13;

    private final Settings settings;
    private final int family;
    private final boolean isTcp;
    private final List<ListenOption> options = new ArrayList<>();

    private SocketOptions(Settings settings, ListenKind kind, int family) {
        this.settings = settings;
        this.family = family;
        isTcp = kind == ListenKind.STREAM && isInternet();
    }

    /** Returns the options of a socket; none for what is no socket. */
    static List<ListenOption> of(Settings settings, ListenKind kind, int family) {
        if (family == 0) {
            return List.of();
        }
        SocketOptions options = new SocketOptions(settings, kind, family);
        options.addEarly();
        options.addKeepAlive();
        options.addOfAll();
        options.addOfInternet();
        return options.options;
    }

    private boolean isInternet() {
        return family == AF_INET || family == AF_INET6;
    }

    private void addEarly() {
        BindIpv6Only only = settings.get(SocketSettings.BIND_IPV6_ONLY);
        if (family == AF_INET6 && only != BindIpv6Only.DEFAULT) {
            int value = only == BindIpv6Only.IPV6_ONLY ? 1 : 0;
            early("IPV6_V6ONLY", SOL_IPV6, IPV6_V6ONLY, value);
        }
        if (!isInternet()) {
            return;
        }
        if (settings.get(SocketSettings.REUSE_PORT)) {
            early("SO_REUSEPORT", SOL_SOCKET, SO_REUSEPORT, 1);
        }
        boolean isSix = family == AF_INET6;
        if (settings.get(SocketSettings.FREE_BIND)) {
            early("IP_FREEBIND", ip(), isSix ? IPV6_FREEBIND : IP_FREEBIND, 1);
        }
        if (settings.get(SocketSettings.TRANSPARENT)) {
            early("IP_TRANSPARENT", ip(), isSix ? IPV6_TRANSPARENT : IP_TRANSPARENT, 1);
        }
    }

    private void addKeepAlive() {
        flag("SO_KEEPALIVE", SocketSettings.KEEP_ALIVE, SOL_SOCKET, SO_KEEPALIVE);
        if (!isTcp) {
            return;
        }
        seconds("TCP_KEEPIDLE", SocketSettings.KEEP_ALIVE_TIME_SEC, TCP_KEEPIDLE);
        seconds("TCP_KEEPINTVL", SocketSettings.KEEP_ALIVE_INTERVAL_SEC, TCP_KEEPINTVL);
        int probes = settings.get(SocketSettings.KEEP_ALIVE_PROBES);
        if (probes > 0) {
            add("TCP_KEEPCNT", SOL_TCP, TCP_KEEPCNT, probes);
        }
        seconds("TCP_DEFER_ACCEPT", SocketSettings.DEFER_ACCEPT_SEC, TCP_DEFER_ACCEPT);
        flag("TCP_NODELAY", SocketSettings.NO_DELAY, SOL_TCP, TCP_NODELAY);
        String congestion = settings.get(SocketSettings.TCP_CONGESTION);
        if (!congestion.isEmpty()) {
            options.add(
                    new ListenOption(
                            "TCP_CONGESTION", false, SOL_TCP, TCP_CONGESTION, 0, congestion));
        }
    }

    private void addOfAll() {
        flag("SO_BROADCAST", SocketSettings.BROADCAST, SOL_SOCKET, SO_BROADCAST);
        flag("SO_PASSCRED", SocketSettings.PASS_CREDENTIALS, SOL_SOCKET, SO_PASSCRED);
        flag("SO_PASSSEC", SocketSettings.PASS_SECURITY, SOL_SOCKET, SO_PASSSEC);
        addPacketInfo();
        Timestamping stamps = settings.get(SocketSettings.TIMESTAMPING);
        switch (stamps) {
            case OFF -> {}
            case US -> add("SO_TIMESTAMP", SOL_SOCKET, SO_TIMESTAMP, 1);
            case NS -> add("SO_TIMESTAMPNS", SOL_SOCKET, SO_TIMESTAMPNS, 1);
        }
        unlessNegative("SO_PRIORITY", SocketSettings.PRIORITY, SOL_SOCKET, SO_PRIORITY);
        size("SO_RCVBUF", SocketSettings.RECEIVE_BUFFER, SO_RCVBUF);
        size("SO_SNDBUF", SocketSettings.SEND_BUFFER, SO_SNDBUF);
        unlessNegative("SO_MARK", SocketSettings.MARK, SOL_SOCKET, SO_MARK);
    }

    private void addPacketInfo() {
        if (!settings.get(SocketSettings.PASS_PACKET_INFO)) {
            return;
        }
        switch (family) {
            case AF_INET -> add("IP_PKTINFO", SOL_IP, IP_PKTINFO, 1);
            case AF_INET6 -> add("IPV6_RECVPKTINFO", SOL_IPV6, IPV6_RECVPKTINFO, 1);
            case AF_NETLINK -> add("NETLINK_PKTINFO", SOL_NETLINK, NETLINK_PKTINFO, 1);
            default -> {
                // Nothing else has packets with an address.
            }
        }
    }

    private void addOfInternet() {
        if (!isInternet()) {
            return;
        }
        String word = settings.get(SocketSettings.IPTOS);
        if (!word.isEmpty()) {
            add("IP_TOS", SOL_IP, IP_TOS, TypesOfService.numberOf(word));
        }
        int ttl = settings.get(SocketSettings.IPTTL);
        if (ttl >= 0) {
            add("IP_TTL", ip(), family == AF_INET6 ? IPV6_UNICAST_HOPS : IP_TTL, ttl);
        }
    }

    private int ip() {
        return family == AF_INET6 ? SOL_IPV6 : SOL_IP;
    }

    private void early(String label, int level, int name, int value) {
        options.add(new ListenOption(label, true, level, name, value, ""));
    }

    private void add(String label, int level, int name, int value) {
        options.add(new ListenOption(label, false, level, name, value, ""));
    }

    private void flag(String label, Setting<Boolean> setting, int level, int name) {
        if (settings.get(setting)) {
            add(label, level, name, 1);
        }
    }

    private void unlessNegative(String label, Setting<Integer> setting, int level, int name) {
        if (settings.get(setting) >= 0) {
            add(label, level, name, settings.get(setting));
        }
    }

    private void seconds(String label, Setting<TimeSpan> setting, int name) {
        long seconds = settings.get(setting).usec() / TimeSpan.ofSeconds(1).usec();
        if (seconds > 0) {
            add(label, SOL_TCP, name, (int) Math.min(seconds, Integer.MAX_VALUE));
        }
    }

    private void size(String label, Setting<Long> setting, int name) {
        long bytes = settings.get(setting);
        if (bytes > 0) {
            add(label, SOL_SOCKET, name, (int) Math.min(bytes, Integer.MAX_VALUE));
        }
    }
}
