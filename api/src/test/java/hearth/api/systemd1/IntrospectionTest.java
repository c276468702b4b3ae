package hearth.api.systemd1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import hearth.api.systemd1.manager.JobInterface;
import hearth.api.systemd1.manager.ManagerInterface;
import hearth.api.systemd1.unit.MountInterface;
import hearth.api.systemd1.unit.PathInterface;
import hearth.api.systemd1.unit.ScopeInterface;
import hearth.api.systemd1.unit.ServiceInterface;
import hearth.api.systemd1.unit.SliceInterface;
import hearth.api.systemd1.unit.SocketInterface;
import hearth.api.systemd1.unit.TargetInterface;
import hearth.api.systemd1.unit.TimerInterface;
import hearth.api.systemd1.unit.UnitInterface;
import hearth.dbus.Signature;
import hearth.dbus.object.InterfaceTable;
import hearth.dbus.object.Member;
import hearth.dbus.object.Method;
import hearth.dbus.object.Property;
import hearth.dbus.object.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the tables against what the real systemd 257 says of itself, and 252. The resources have a
 * line a member, in the order of the real introspection, which is the order of {@code systemctl
 * show}.
 *
 * <p>One thing deviates: the real {@code Reexecute} is marked as not answering, since that systemd
 * replaces itself; Hearth's answers.
 */
class IntrospectionTest {
    /** What 257 tells of when it changes, and 252 did not. */
    private static final Set<String> TOLD_SINCE_257 = Set.of("NotifyAccess");

    static Stream<InterfaceTable<?>> tables() {
        return Stream.of(
                ManagerInterface.TABLE,
                UnitInterface.TABLE,
                ServiceInterface.TABLE,
                ScopeInterface.TABLE,
                SliceInterface.TABLE,
                TargetInterface.TABLE,
                SocketInterface.TABLE,
                TimerInterface.TABLE,
                PathInterface.TABLE,
                MountInterface.TABLE,
                JobInterface.TABLE);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyInterfaceHasTheMembersOf257(InterfaceTable<?> table) {
        assumeThat(table).isNotEqualTo(JobInterface.TABLE); // as it was in 252
        assertThat(lines(table)).isEqualTo(expected("257/" + table.name()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whatClientsOf252KnowIsThereAsItWas(InterfaceTable<?> table) {
        assertThat(lines(table))
                .containsSubsequence(
                        expected(table.name()).stream().map(IntrospectionTest::since257).toList());
    }

    private static List<String> lines(InterfaceTable<?> table) {
        return table.members().stream().map(IntrospectionTest::line).toList();
    }

    private static String since257(String line) {
        return TOLD_SINCE_257.contains(line.split("\t", 2)[0])
                ? line.replace("emits=const", "emits=true")
                : line;
    }

    /** Returns a member as a line of the resources has it. */
    private static String line(Member<?> member) {
        return switch (member) {
            case Property<?> property ->
                    String.join(
                            "\t",
                            property.name(),
                            "property",
                            property.type().toString(),
                            (property.setter().isEmpty() ? "read" : "readwrite")
                                    + " emits="
                                    + property.emits().wireName());
            case Method<?> method -> {
                int split = count(method.in());
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
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (String name : names) {
            int end = endOfType(signature.toString(), at);
            text.append(text.isEmpty() ? "" : ", ")
                    .append(signature.toString(), at, end)
                    .append(' ')
                    .append(name);
            at = end;
        }
        assertThat(at)
                .as("every argument of %s has a name", names)
                .isEqualTo(signature.toString().length());
        return text.toString();
    }

    private static int count(Signature signature) {
        int count = 0;
        for (int at = 0; at < signature.toString().length(); count++) {
            at = endOfType(signature.toString(), at);
        }
        return count;
    }

    private static int endOfType(String signature, int from) {
        int at = from;
        while (signature.charAt(at) == 'a') {
            at++;
        }
        int depth = 0;
        do {
            depth += "({".indexOf(signature.charAt(at)) >= 0 ? 1 : 0;
            depth -= ")}".indexOf(signature.charAt(at)) >= 0 ? 1 : 0;
            at++;
        } while (depth > 0);
        return at;
    }

    private static List<String> expected(String resourceName) {
        InputStream resource =
                IntrospectionTest.class.getResourceAsStream(
                        "/introspection/" + resourceName + ".tsv");
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.replace(" NoReply=true", "").replace("NoReply=true", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
