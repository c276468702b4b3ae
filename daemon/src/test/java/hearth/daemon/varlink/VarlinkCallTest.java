package hearth.daemon.varlink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.daemon.varlink.Parameters.InvalidParameter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarlinkCallTest {
    private static Optional<VarlinkCall> parse(String text) {
        return VarlinkCall.parse(text.getBytes(UTF_8));
    }

    private static Parameters parameters(String object) {
        return parse("{\"method\":\"a.B\",\"parameters\":" + object + "}")
                .orElseThrow()
                .parameters();
    }

    @Test
    void aCallNamesAMethodOfAnInterface() {
        VarlinkCall call =
                parse("{\"method\":\"io.systemd.Login.ListUsers\",\"more\":true}").orElseThrow();

        assertThat(call.interfaceName()).isEqualTo("io.systemd.Login");
        assertThat(call.member()).isEqualTo("ListUsers");
        assertThat(call.wantsMore()).isTrue();
        assertThat(call.isOneway()).isFalse();
    }

    @Test
    void whatALaterVersionSaysBesideItIsPassedOver() {
        assertThat(parse("{\"x\":[{\"y\":1}],\"method\":\"a.B\",\"oneway\":true,\"z\":{}}"))
                .hasValueSatisfying(call -> assertThat(call.isOneway()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"method\":7}",
                "{\"method\":\"a.B\"",
                "{\"method\":\"a.B\"} {}",
                "{\"method\":\"a.B\",\"parameters\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{}}}}}}}}}"
            })
    void whatIsNoCallIsRefused(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void parametersHaveTheirKinds() throws Exception {
        Parameters it =
                parameters(
                        "{\"t\":\"x\",\"n\":7,\"b\":true,\"o\":{\"pid\":9},\"l\":[1],\"nothing\":null}");

        assertThat(it.text("t")).contains("x");
        assertThat(it.number("n", 7)).hasValue(7);
        assertThat(it.truth("b")).contains(true);
        assertThat(it.number("o.pid", 100)).hasValue(9);
        assertThat(it.has("nothing")).isFalse();
        assertThat(it.text("absent")).isEmpty();
        assertThatThrownBy(() -> it.text("n")).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> it.number("n", 6)).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> it.number("t", 6)).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> it.truth("n")).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> it.textOf("absent")).isInstanceOf(InvalidParameter.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "1e3", "99999999999999999999", "\"7\""})
    void aNumberIsWholeAndNotBelowZero(String number) {
        Parameters it = parameters("{\"n\":" + number + "}");

        assertThatThrownBy(() -> it.number("n", Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        InvalidParameter.class, e -> assertThat(e.parameter()).isEqualTo("n"));
    }
}
