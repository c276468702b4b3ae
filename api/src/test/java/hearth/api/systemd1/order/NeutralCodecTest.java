package hearth.api.systemd1.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeutralCodecTest {
    private static Object throughTheWire(String signature, Object value) {
        NeutralCodec codec = NeutralCodec.of(signature);
        Message message =
                Message.signal(DbusPath.ROOT, "a.b", "C")
                        .withBody(Signature.of(signature), out -> codec.write(out, value));
        return codec.read(message.reader());
    }

    @Test
    void structsAndArraysKeepTheirMembers() {
        Object value = List.of(List.of("/bin/true", List.of("true", "x"), false));

        assertThat(throughTheWire("a(sasb)", value)).isEqualTo(value);
    }

    @Test
    void bytesStayBytes() {
        assertThat(throughTheWire("(bay)", List.of(true, new byte[] {1, -1})))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .last()
                .isEqualTo(new byte[] {1, -1});
    }

    @Test
    void theLargestUnsignedNumberIsMinusOne() {
        assertThat(throughTheWire("t", -1L)).isEqualTo(-1L);
    }

    @Test
    void nothingSaidIsFalseAndEmpty() {
        NeutralCodec codec = NeutralCodec.of("(bas)");
        Message message =
                Message.signal(DbusPath.ROOT, "a.b", "C")
                        .withBody(codec.signature(), codec::writeEmpty);

        assertThat(codec.read(message.reader())).isEqualTo(List.of(false, List.of()));
    }

    @Test
    void aSignatureOfTwoTypesIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> NeutralCodec.of("ss"));
    }
}
