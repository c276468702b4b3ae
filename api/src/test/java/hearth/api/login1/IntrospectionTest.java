package hearth.api.login1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.Signature;
import hearth.dbus.object.InterfaceTable;
import hearth.dbus.object.Member;
import hearth.dbus.object.Method;
import hearth.dbus.object.Property;
import hearth.dbus.object.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the tables against what the real systemd-logind 257 says of itself, and 252. The resources
 * have a line a member, in the order of the real introspection, which is the order of {@code
 * loginctl show-session}.
 */
final class IntrospectionTest {
    /** What 257 tells of when it changes, and 252 did not. */
    private static final Set<String> TOLD_SINCE_257 =
            Set.of("TTY", "Class", "ScheduledShutdown", "LidClosed");

    static Stream<InterfaceTable<?>> tables() {
        return Stream.of(
                ManagerInterface.TABLE,
                SessionInterface.TABLE,
                UserInterface.TABLE,
                SeatInterface.TABLE);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyInterfaceHasTheMembersOf257(InterfaceTable<?> table) throws IOException {
        assertThat(table.members().stream().map(IntrospectionTest::line))
                .containsExactlyElementsOf(expected("257/" + table.name()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whatClientsOf252KnowIsThereAsItWas(InterfaceTable<?> table) throws IOException {
        assertThat(table.members().stream().map(IntrospectionTest::line))
                .containsSubsequence(
                        expected(table.name()).stream().map(IntrospectionTest::since257).toList());
    }

    /** An argument has another name since then, which is in no message. */
    private static String since257(String line) {
        return TOLD_SINCE_257.contains(line.split("\t", 2)[0])
                ? line.replaceFirst("emits=\\w+", "emits=true")
                : line.replace("s who, i signal_number", "s whom, i signal_number");
    }

    private static List<String> expected(String name) throws IOException {
        String path = "/introspection/" + name + ".tsv";
        try (InputStream resource = IntrospectionTest.class.getResourceAsStream(path)) {
            byte[] bytes = Objects.requireNonNull(resource, path).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.replaceAll(" ?Privileged=true", ""))
                    .toList();
        }
    }

    private static String line(Member<?> member) {
        return switch (member) {
            case Property<?> property ->
                    String.join(
                            "\t",
                            property.name(),
                            "property",
                            property.type().toString(),
                            (property.setter().isPresent() ? "readwrite" : "read")
                                    + " emits="
                                    + property.emits().wireName());
            case Method<?> method -> {
                int split = method.in().types().size();
                List<String> names = method.argumentNames();
                yield String.join(
                        "\t",
                        method.name(),
                        "method",
                        arguments(method.in(), names.subList(0, split))
                                + " -> "
                                + arguments(method.out(), names.subList(split, names.size())),
                        "");
            }
            case Signal<?> signal ->
                    String.join(
                            "\t",
                            signal.name(),
                            "signal",
                            arguments(signal.type(), signal.argumentNames()),
                            "");
        };
    }

    private static String arguments(Signature signature, List<String> names) {
        List<String> types = signature.types();
        assertThat(names).hasSameSizeAs(types);
        List<String> arguments = new ArrayList<>();
        for (int at = 0; at < types.size(); at++) {
            arguments.add(types.get(at) + " " + names.get(at));
        }
        return String.join(", ", arguments);
    }
}
