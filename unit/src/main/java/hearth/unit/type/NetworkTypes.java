package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.trigger.InternetHost;
import hearth.unit.value.resource.AddressPrefix;
import hearth.unit.value.resource.SocketBindRule;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The types of what a unit may have to do with the network.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html">
 *     systemd.resource-control(5), Network Accounting and Control</a>
 */
public final class NetworkTypes {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int PORT_MAX = 65_535;

    /** What one word says that stands for several ranges. */
    private static final Map<String, List<String>> WELL_KNOWN =
            Map.of(
                    "any", List.of("0.0.0.0/0", "::/0"),
                    "localhost", List.of("127.0.0.0/8", "::1/128"),
                    "link-local", List.of("169.254.0.0/16", "fe80::/64"),
                    "multicast", List.of("224.0.0.0/4", "ff00::/8"));

    /** The places in the kernel that a program of BPF can be attached to. */
    private static final List<String> ATTACH_POINTS =
            List.of(
                    "ingress",
                    "egress",
                    "sock_create",
                    "sock_ops",
                    "device",
                    "bind4",
                    "bind6",
                    "connect4",
                    "connect6",
                    "post_bind4",
                    "post_bind6",
                    "sendmsg4",
                    "sendmsg6",
                    "sysctl",
                    "recvmsg4",
                    "recvmsg6",
                    "getsockopt",
                    "setsockopt");

    /** {@code IPAddressAllow=} and {@code IPAddressDeny=}. */
    public static final ValueType<List<AddressPrefix>> ADDRESSES =
            new ValueType<>(
                    "addresses",
                    NetworkTypes::parseAddresses,
                    new Merge<>(Merge.Empty.RESETS, DistinctPrefixes::new),
                    Wire.list(
                            "a(iayu)",
                            prefixes -> prefixes.stream().map(NetworkTypes::shown).toList(),
                            NetworkTypes::addressText));

    /** {@code SocketBindAllow=} and {@code SocketBindDeny=}. */
    public static final ValueType<List<SocketBindRule>> BIND_RULES =
            new ValueType<>(
                    "sockets",
                    (text, reading) ->
                            reading.resolve(text)
                                    .flatMap(plain ->
                                            BasicTypes.orWarn(
                                                    parseRule(plain),
                                                    plain,
                                                    "a family, protocol and ports of sockets",
                                                    reading))
                                    .map(List::of),
                    Merge.append(),
                    Wire.list(
                            "a(iiqq)",
                            rules ->
                                    rules.stream()
                                            .map(rule ->
                                                    List.of(
                                                            rule.family(),
                                                            rule.protocol(),
                                                            rule.ports(),
                                                            rule.firstPort()))
                                            .toList(),
                            NetworkTypes::ruleText));

    /** {@code BPFProgram=}: lines {@code PLACE:PATH}, as written. */
    public static final ValueType<List<String>> PROGRAMS =
            new ValueType<>(
                    "place and path",
                    NetworkTypes::parseProgram,
                    Merge.append(),
                    Wire.list(
                            "a(ss)",
                            lines ->
                                    lines.stream()
                                            .map(line -> List.of((Object[]) line.split(":", 2)))
                                            .toList(),
                            member -> {
                                List<?> fields = (List<?>) member;
                                return fields.get(0) + ":" + Wire.literal(fields.get(1));
                            }));

    private NetworkTypes() {}

    private static final class DistinctPrefixes implements Merge.Sum<List<AddressPrefix>> {
        private final SequencedSet<AddressPrefix> all = new LinkedHashSet<>();

        @Override
        public void add(List<AddressPrefix> more) {
            all.addAll(more);
        }

        @Override
        public List<AddressPrefix> total() {
            return List.copyOf(all);
        }
    }

    private static Optional<List<AddressPrefix>> parseAddresses(String text, Reading reading) {
        List<AddressPrefix> all = new ArrayList<>();
        for (String word : BasicTypes.words(text, reading)) {
            Optional<String> plain = reading.resolve(word);
            if (plain.isEmpty()) {
                continue;
            }
            for (String range : WELL_KNOWN.getOrDefault(plain.get(), List.of(plain.get()))) {
                BasicTypes.orWarn(
                                parsePrefix(range),
                                range,
                                "an address with the length of a prefix",
                                reading)
                        .ifPresent(all::add);
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static Optional<AddressPrefix> parsePrefix(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        Optional<InetAddress> address =
                InternetHost.parse4(host).or(() -> InternetHost.parse6(host));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int width = address.get().getAddress().length * Byte.SIZE;
        Optional<Integer> bits =
                slash < 0 ? Optional.of(width) : number(text.substring(slash + 1), 0, width);
        return bits.map(length -> masked(address.get(), length));
    }

    /** What stands behind the prefix says nothing. */
    private static AddressPrefix masked(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return new AddressPrefix(InternetHost.ofBytes(bytes), bits);
    }

    private static List<Object> shown(AddressPrefix prefix) {
        return List.of(
                prefix.isV4() ? AF_INET : AF_INET6, prefix.address().getAddress(), prefix.bits());
    }

    private static String addressText(Object member) {
        List<?> fields = (List<?>) member;
        long family = BasicTypes.number(fields.get(0));
        byte[] bytes = (byte[]) fields.get(1);
        boolean isOfFamily =
                (family == AF_INET && bytes.length == 4)
                        || (family == AF_INET6 && bytes.length == 16);
        if (!isOfFamily) {
            throw new IllegalArgumentException("no address of a known family");
        }
        return InternetHost.ofBytes(bytes).getHostAddress()
                + "/"
                + BasicTypes.number(fields.get(2));
    }

    /** The parts come in this order, and each but the last may be missing. */
    private static Optional<SocketBindRule> parseRule(String text) {
        List<String> parts = List.of(text.split(":", -1));
        int at = 0;
        int family = 0;
        if (at < parts.size() && (parts.get(at).equals("ipv4") || parts.get(at).equals("ipv6"))) {
            family = parts.get(at++).equals("ipv4") ? AF_INET : AF_INET6;
        }
        int protocol = 0;
        if (at < parts.size() && (parts.get(at).equals("tcp") || parts.get(at).equals("udp"))) {
            protocol = parts.get(at++).equals("tcp") ? TCP : UDP;
        }
        boolean isAll = at == parts.size() || (parts.size() == 1 && text.equals("any"));
        if (isAll) {
            return Optional.of(new SocketBindRule(family, protocol, 0, 0));
        }
        return at == parts.size() - 1
                ? withPorts(family, protocol, parts.get(at))
                : Optional.empty();
    }

    private static Optional<SocketBindRule> withPorts(int family, int protocol, String ports) {
        String[] bounds = ports.split("-", 2);
        Optional<Integer> first = number(bounds[0], 1, PORT_MAX);
        Optional<Integer> last = number(bounds[bounds.length - 1], 1, PORT_MAX);
        return first.isPresent() && last.isPresent() && first.get() <= last.get()
                ? Optional.of(
                        new SocketBindRule(
                                family, protocol, last.get() - first.get() + 1, first.get()))
                : Optional.empty();
    }

    private static String ruleText(Object member) {
        List<?> fields = (List<?>) member;
        int family = (int) BasicTypes.number(fields.get(0));
        int protocol = (int) BasicTypes.number(fields.get(1));
        int ports = (int) BasicTypes.number(fields.get(2));
        int first = (int) BasicTypes.number(fields.get(3));
        List<String> parts = new ArrayList<>();
        switch (family) {
            case 0 -> {}
            case AF_INET -> parts.add("ipv4");
            case AF_INET6 -> parts.add("ipv6");
            default -> throw new IllegalArgumentException("no such family: " + family);
        }
        switch (protocol) {
            case 0 -> {}
            case TCP -> parts.add("tcp");
            case UDP -> parts.add("udp");
            default -> throw new IllegalArgumentException("no such protocol: " + protocol);
        }
        if (ports == 0 && first != 0) {
            throw new IllegalArgumentException("a first port, and no number of them");
        }
        if (ports > 0) {
            parts.add(ports == 1 ? "" + first : first + "-" + (first + ports - 1));
        }
        return parts.isEmpty() ? "any" : String.join(":", parts);
    }

    private static Optional<List<String>> parseProgram(String text, Reading reading) {
        int colon = text.indexOf(':');
        boolean isKnown = colon > 0 && ATTACH_POINTS.contains(text.substring(0, colon));
        if (!isKnown) {
            reading.warn("'" + text + "' is no place in the kernel and a path, ignored");
            return Optional.empty();
        }
        return reading.resolve(text.substring(colon + 1))
                .flatMap(path -> BasicTypes.absolute(path, reading))
                .map(path -> List.of(text.substring(0, colon + 1) + path));
    }

    private static Optional<Integer> number(String text, int lowest, int highest) {
        return text.matches("[0-9]{1,5}")
                ? Optional.of(Integer.parseInt(text))
                        .filter(value -> value >= lowest && value <= highest)
                : Optional.empty();
    }
}
