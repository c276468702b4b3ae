package hearth.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"org.freedesktop.login1", "a.b-c", ":1.5", ":a.1b", "_a._b"})
    void theseAreBusNames(String name) {
        assertThat(Names.isBusName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "org", "org.", ".org", "org..a", "org.1a", ":", ":1", "a.b c", "a.é"})
    void theseAreNotBusNames(String name) {
        assertThat(Names.isBusName(name)).isFalse();
    }

    @Test
    void aNameHasAtMost255Bytes() {
        assertThat(Names.isInterfaceName("a." + "b".repeat(253))).isTrue();
        assertThat(Names.isInterfaceName("a." + "b".repeat(254))).isFalse();
        assertThat(Names.isMemberName("b".repeat(255))).isTrue();
        assertThat(Names.isMemberName("b".repeat(256))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b-c", ":1.5", "a.1"})
    void theseAreNotInterfaceNames(String name) {
        assertThat(Names.isInterfaceName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a.b", "a-b"})
    void theseAreNotMemberNames(String name) {
        assertThat(Names.isMemberName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a{sv}", "a(susso)", "aaaay", "(a{s(iv)})", "ybnqiuxtdsoghv"})
    void theseAreSignatures(String text) {
        assertThat(Signature.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "()", "(", "(s", "s)", "{ss}", "a{s}", "a{vs}", "a{sss}", "a{(s)s}", "z", "a{s"
            })
    void theseAreNotSignatures(String text) {
        assertThat(Signature.isValid(text)).isFalse();
    }

    @Test
    void signaturesNestAsDeepAsTheSpecificationSays() {
        assertThat(Signature.isValid("a".repeat(32) + "y")).isTrue();
        assertThat(Signature.isValid("a".repeat(33) + "y")).isFalse();
        assertThat(Signature.isValid("(".repeat(32) + "y" + ")".repeat(32))).isTrue();
        assertThat(Signature.isValid("(".repeat(33) + "y" + ")".repeat(33))).isFalse();
        assertThat(Signature.isValid("y".repeat(255))).isTrue();
        assertThat(Signature.isValid("y".repeat(256))).isFalse();
    }

    @Test
    void aSignatureIsTakenApart() {
        assertThat(Signature.of("sa{sv}(ii)aay").types())
                .containsExactly("s", "a{sv}", "(ii)", "aay");
        assertThat(Signature.of("a{sv}").isSingle()).isTrue();
        assertThat(Signature.of("ss").isSingle()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a.service, a_2eservice",
        "-.slice, _2d_2eslice",
        "user@1000.service, user_401000_2eservice",
        "1.scope, _31_2escope",
        "'', _",
        "ü, _c3_bc",
        "a_b, a_5fb"
    })
    void labelsAreEscapedAsSystemdDoes(String name, String label) {
        assertThat(DbusPath.escape(name)).isEqualTo(label);
        assertThat(DbusPath.unescape(label)).isEqualTo(name);
        DbusPath parent = DbusPath.of("/org/freedesktop/systemd1/unit");
        assertThat(parent.child(name).childOf(parent)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a/", "//", "/a//b", "/a.b", "/a-b", "/é"})
    void theseAreNotPaths(String text) {
        assertThat(DbusPath.isValid(text)).isFalse();
    }

    @Test
    void aPathLiesWithinItsAncestorsAlone() {
        assertThat(DbusPath.of("/a/b").isWithin(DbusPath.of("/a"))).isTrue();
        assertThat(DbusPath.of("/ab").isWithin(DbusPath.of("/a"))).isFalse();
        assertThat(DbusPath.of("/a").isWithin(DbusPath.ROOT)).isTrue();
        assertThat(DbusPath.of("/a/b/c").childOf(DbusPath.of("/a"))).isEmpty();
    }
}
