package hearth.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchRuleTest {
    private static final Message SIGNAL =
            Message.signal(
                            DbusPath.of("/org/freedesktop/systemd1/unit/a_2eservice"),
                            "org.freedesktop.DBus.Properties",
                            "PropertiesChanged")
                    .withSender(":1.3")
                    .withBody(
                            Signature.of("ssuo"),
                            w ->
                                    w.string("org.freedesktop.systemd1.Unit")
                                            .string("/aa/bb/")
                                            .uint32(5)
                                            .objectPath(DbusPath.of("/x/y")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "type='signal'",
                "type=signal,sender=:1.3",
                "interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'",
                "path='/org/freedesktop/systemd1/unit/a_2eservice'",
                "path_namespace='/org/freedesktop/systemd1'",
                "arg0='org.freedesktop.systemd1.Unit'",
                "arg0namespace='org.freedesktop'",
                "arg0namespace='org'",
                "arg1path='/aa/bb/cc'",
                "arg1path='/aa/'",
                "arg3path='/x/'",
                "eavesdrop='true'",
                " type='signal', member='PropertiesChanged'"
            })
    void theseMatch(String rule) {
        assertThat(parse(rule).matches(SIGNAL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type='method_call'",
                "sender='org.freedesktop.systemd1'",
                "member='JobRemoved'",
                "path='/org/freedesktop/systemd1'",
                "path_namespace='/org/freedesktop/systemd1/unit/a'",
                "arg0='org.freedesktop.systemd1'",
                "arg0namespace='org.free'",
                "arg2='5'",
                "arg3='/x/y'",
                "arg9='none'",
                "arg1path='/aa/bb'",
                "destination=':1.9'",
                "type='signal',member='Other'"
            })
    void theseDoNot(String rule) {
        assertThat(parse(rule).matches(SIGNAL)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type='x'",
                "type='signal",
                "type='signal',type='signal'",
                "foo='bar'",
                "arg64='x'",
                "arg='x'",
                "arg-1='x'",
                "path='a'",
                "path='/a',path_namespace='/a'",
                "interface='a'",
                "member='a.b'",
                "sender='x'",
                "eavesdrop='maybe'",
                "type"
            })
    void theseAreNoRules(String rule) {
        assertThat(MatchRule.parse(rule)).isInstanceOf(MatchRule.Parsed.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arg0='it'\\''s'", "arg0='it'\\''s',arg1='a,b'"})
    void quotesAreTakenAsTheReferenceBusDoes(String rule) {
        Message message =
                Message.signal(DbusPath.ROOT, "a.b", "C")
                        .withBody(Signature.of("ss"), w -> w.string("it's").string("a,b"));

        assertThat(parse(rule).matches(message)).isTrue();
    }

    private static MatchRule parse(String text) {
        return switch (MatchRule.parse(text)) {
            case MatchRule.Parsed.Valid(MatchRule rule) -> rule;
            case MatchRule.Parsed.Invalid(String reason) -> throw new AssertionError(reason);
        };
    }
}
