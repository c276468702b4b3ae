package hearth.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.ListenOrder;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.ListenOption;
import hearth.daemon.protocol.record.ListenerKind;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Settings;
import hearth.unit.tree.UnitTree;
import org.junit.jupiter.api.Test;

class ListenOrdersTest {
    private static final String NAME = "listener a.socket 0";

    static Settings settings(String... lines) {
        String text = "[Socket]\n" + String.join("\n", lines) + "\n";
        var loaded =
                new UnitLoader(SpecifiersOfAlice.ALICE)
                        .loadTransient(new UnitName("a.socket"), text, "/a.socket", UnitTree.EMPTY);
        return ((LoadResult.Loaded) loaded).unit().settings();
    }

    private static ListenOrder.Listen order(String... lines) {
        return ListenOrders.of(NAME, 0, settings(lines)).orElseThrow();
    }

    @Test
    void aPortOfAllAddressesIsOneOfIpv6() {
        ListenOrder.Listen order = order("ListenStream=8080");

        assertThat(order.family()).isEqualTo(SocketOptions.AF_INET6);
        assertThat(order.host()).isEqualTo(Bytes.of(""));
        assertThat(order.port()).isEqualTo(8080);
    }

    @Test
    void anAddressIsItsBytes() {
        ListenOrder.Listen order = order("ListenDatagram=127.0.0.1:53", "BindToDevice=lo");

        assertThat(order.kind()).isEqualTo(ListenerKind.DATAGRAM);
        assertThat(order.family()).isEqualTo(SocketOptions.AF_INET);
        assertThat(order.host()).isEqualTo(Bytes.of(new byte[] {127, 0, 0, 1}));
        assertThat(order.device()).isEqualTo("lo");
    }

    @Test
    void aNameThatNeedsNoFileKeepsItsSign() {
        assertThat(order("ListenStream=@a").path()).isEqualTo("@a");
    }

    @Test
    void netlinkHasAFamilyAndAGroup() {
        ListenOrder.Listen order = order("ListenNetlink=kobject-uevent 2");

        assertThat(order.family()).isEqualTo(SocketOptions.AF_NETLINK);
        assertThat(order.protocol()).isEqualTo(15);
        assertThat(order.group()).isEqualTo(2);
    }

    @Test
    void whatNoUserCanOpenIsNoOrder() {
        assertThat(ListenOrders.of(NAME, 0, settings("ListenUSBFunction=/dev/usb"))).isEmpty();
    }

    @Test
    void aLineThatIsGoneFromTheFileIsNoOrder() {
        assertThat(ListenOrders.of(NAME, 1, settings("ListenStream=/a"))).isEmpty();
        assertThat(ListenOrders.of(NAME, 0, Settings.NONE)).isEmpty();
    }

    @Test
    void optionsAreThoseThatTheFamilyHas() {
        String[] lines = {
            "NoDelay=yes", "KeepAliveTimeSec=2min", "PassCredentials=yes", "IPTTL=9", "Mark=3"
        };

        assertThat(order(with("ListenStream=[::1]:80", lines)).options())
                .extracting(ListenOption::label)
                .containsExactly("TCP_KEEPIDLE", "TCP_NODELAY", "SO_PASSCRED", "SO_MARK", "IP_TTL");
        assertThat(order(with("ListenStream=/a", lines)).options())
                .extracting(ListenOption::label)
                .containsExactly("SO_PASSCRED", "SO_MARK");
        assertThat(order(with("ListenFIFO=/a", lines)).options()).isEmpty();
    }

    private static String[] with(String first, String... others) {
        String[] all = new String[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    @Test
    void itsFilesGoWithItWhereThatIsWanted() {
        String[] lines = {"ListenFIFO=/a", "ListenMessageQueue=/q", "Symlinks=/b /c"};

        assertThat(ListenOrders.close(NAME, 0, settings(lines)).files()).isEmpty();
        Settings removing = settings(with("RemoveOnStop=yes", lines));
        assertThat(ListenOrders.close(NAME, 0, removing).files()).containsExactly("/a", "/b", "/c");
        assertThat(ListenOrders.close(NAME, 1, removing).queue()).isEqualTo("/q");
    }
}
