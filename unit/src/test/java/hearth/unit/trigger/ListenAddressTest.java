package hearth.unit.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses as systemd 252 takes and writes them. */
class ListenAddressTest {
    private static Optional<String> written(ListenKind kind, String text) {
        return ListenAddress.parse(kind, text).map(ListenAddress::format);
    }

    @ParameterizedTest
    @CsvSource({
        "STREAM, /run//a.sock, /run//a.sock",
        "STREAM, 1080, [::]:1080",
        "STREAM, 127.0.0.1:1081, 127.0.0.1:1081",
        "STREAM, [::1]:1082, [::1]:1082",
        "DATAGRAM, [0:0:0:0:0:ffff:1.2.3.4]:1084, [::ffff:1.2.3.4]:1084",
        "STREAM, [2001:DB8:0:0:1:0:0:1]:81, [2001:db8::1:0:0:1]:81",
        "STREAM, [::]:1090, [::]:1090",
        "STREAM, @abstract/x, @abstract/x",
        "SEQUENTIAL_PACKET, /run/seq, /run/seq",
        "NETLINK, kobject-uevent 1, kobject-uevent 1",
        "NETLINK, route, route 0",
        "STREAM, vsock::5, vsock::5",
        "DATAGRAM, vsock:3:6, vsock:3:6",
        "MESSAGE_QUEUE, /mq, /mq",
        "FIFO, /run/fifo, /run/fifo"
    })
    void addressesAreWrittenAsSystemdWritesThem(ListenKind kind, String text, String written) {
        assertThat(written(kind, text)).contains(written);
    }

    @ParameterizedTest
    @CsvSource({
        "STREAM, 0",
        "STREAM, 70000",
        "STREAM, localhost:8",
        "STREAM, 1.2.3:80",
        "STREAM, 01.2.3.4:80",
        "STREAM, 1.2.3.4:+80",
        "STREAM, vsock:1",
        "STREAM, [::1]",
        "STREAM, [::1%1]:80",
        "STREAM, relative",
        "STREAM, @",
        "SEQUENTIAL_PACKET, 1085",
        "NETLINK, nosuch 1",
        "NETLINK, route 1 2",
        "FIFO, relative"
    })
    void whatIsNoAddressIsRefused(ListenKind kind, String text) {
        assertThat(ListenAddress.parse(kind, text)).isEmpty();
    }

    @Test
    void aPathIsAtMostAsLongAsTheKernelTakesIt() {
        assertThat(written(ListenKind.STREAM, "/" + "a".repeat(106))).isPresent();
        assertThat(written(ListenKind.STREAM, "/" + "a".repeat(107))).isEmpty();
        assertThat(written(ListenKind.STREAM, "@" + "a".repeat(107))).isPresent();
        assertThat(written(ListenKind.STREAM, "@" + "a".repeat(108))).isEmpty();
    }
}
