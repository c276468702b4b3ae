package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Cost;
import hearth.unit.catalogue.Catalogue;
import hearth.unit.load.TransientText;
import hearth.unit.load.UnitLoader;
import hearth.unit.syntax.CommandWords;
import hearth.unit.syntax.EnvironmentFile;
import hearth.unit.syntax.NameEscapes;
import hearth.unit.syntax.UnitFile;
import hearth.unit.syntax.Words;
import hearth.unit.time.CalendarSpec;
import hearth.unit.time.TimeSpan;
import hearth.unit.tree.Entry;
import hearth.unit.trigger.ListenAddress;
import hearth.unit.trigger.ListenKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Four times the text costs four times the steps, however it is made. */
class ParsersAreLinearTest {
    private static final int SIZE = 1_000;

    private static void assertLinear(
            Class<? extends Consumer<String>> parser, IntFunction<String> text) {
        assertThat(Cost.fault(parser, text, SIZE)).isEmpty();
    }

    private static void assertLinear(Class<? extends Consumer<String>> parser, String repeated) {
        assertLinear(parser, repeated::repeat);
    }

    /** A whole unit is loaded: a service of these lines. */
    static final class Service implements Consumer<String> {
        @Override
        public void accept(String text) {
            new UnitLoader(Trees.ALICE)
                    .load(
                            new UnitName("a.service"),
                            Trees.vendor(
                                    Map.of(
                                            "a.service",
                                            Entry.File.of(
                                                    text.getBytes(StandardCharsets.UTF_8), 0))));
        }
    }

    static final class File implements Consumer<String> {
        @Override
        public void accept(String text) {
            UnitFile.parse(text);
        }
    }

    static final class Environment implements Consumer<String> {
        @Override
        public void accept(String text) {
            EnvironmentFile.parse(text);
        }
    }

    static final class EnvironmentD implements Consumer<String> {
        @Override
        public void accept(String text) {
            EnvironmentFile.parseWithVariables(text, Map.of("X", "y"));
        }
    }

    static final class Span implements Consumer<String> {
        @Override
        public void accept(String text) {
            TimeSpan.parse(text);
        }
    }

    static final class Calendar implements Consumer<String> {
        @Override
        public void accept(String text) {
            if (CalendarSpec.parse(text) instanceof CalendarSpec.Parse.Parsed(CalendarSpec spec)) {
                spec.format();
            }
        }
    }

    static final class Address implements Consumer<String> {
        @Override
        public void accept(String text) {
            for (ListenKind kind : ListenKind.values()) {
                ListenAddress.parse(kind, text);
            }
        }
    }

    static final class Command implements Consumer<String> {
        @Override
        public void accept(String text) {
            CommandWords.expand(List.of("a", text), Map.of("X", "y", "Y", "a b"));
        }
    }

    static final class SplitWords implements Consumer<String> {
        @Override
        public void accept(String text) {
            Words.split(text, Words.Escapes.DECODED);
            Words.quote(text);
        }
    }

    static final class Escapes implements Consumer<String> {
        @Override
        public void accept(String text) {
            NameEscapes.escape(text);
            NameEscapes.unescape(text);
            NameEscapes.escapePath(text);
            NameEscapes.unescapePath(text);
            UnitName.mangle(text, UnitType.SERVICE);
        }
    }

    static final class Pattern implements Consumer<String> {
        @Override
        public void accept(String text) {
            PatternPlaces places = new PatternPlaces(text.length() + 1);
            places.add(text);
        }
    }

    static final class Properties implements Consumer<String> {
        @Override
        public void accept(String text) {
            TransientText unit = new TransientText(UnitType.SERVICE);
            Catalogue.TransientProperty property =
                    Catalogue.transientProperty(UnitType.SERVICE, "Documentation").orElseThrow();
            for (String line : text.split("\n", -1)) {
                unit.set(property, List.of(line));
            }
            unit.text();
        }
    }

    private static String numbered(int count, String line) {
        return IntStream.range(0, count)
                .mapToObj(i -> line.replace("#", Integer.toString(i)))
                .collect(Collectors.joining());
    }

    private static void assertDirectivesAreLinear(String... lines) {
        for (String line : lines) {
            assertLinear(
                    Service.class,
                    size -> "[Service]\nExecStart=/bin/a\n" + numbered(size, line + "\n"));
        }
    }

    @Test
    void aDirectiveThatIsWrittenAgainCostsItsOwnLine() {
        assertDirectivesAreLinear(
                "Environment=A#=1",
                "Environment=A=1",
                "PassEnvironment=A#",
                "UnsetEnvironment=A#",
                "EnvironmentFile=/a#",
                "CPUAffinity=0-8191",
                "CPUAffinity=#",
                "SystemCallFilter=a#",
                "SystemCallFilter=~a#",
                "StandardInputData=AAAA",
                "StandardInputText=a",
                "RuntimeDirectory=a#",
                "SuccessExitStatus=1 2 SIGTERM",
                "Delegate=cpu memory",
                "DeviceAllow=/dev/a# r",
                "IODeviceWeight=/dev/a# 10",
                "CapabilityBoundingSet=cap_chown",
                "LoadCredential=a#:/b",
                "ExecStartPre=/bin/a #",
                "UnknownName#=1");
        for (String line :
                List.of(
                        "After=a#.service",
                        "Wants=a#.service",
                        "Documentation=man:a#",
                        "ConditionPathExists=/a#",
                        "RequiresMountsFor=/a#")) {
            assertLinear(Service.class, size -> "[Unit]\n" + numbered(size, line + "\n"));
        }
        assertLinear(Service.class, size -> numbered(size, "[Section#]\nA=1\n"));
    }

    @Test
    void aLineOfManyWordsIsReadOnce() {
        for (String name :
                List.of("ExecStart=/bin/a ", "Environment=", "SystemCallFilter=", "After=")) {
            String section = name.equals("After=") ? "[Unit]\n" : "[Service]\n";
            for (String word :
                    List.of("a ", "\"a\" ", "\\x41 ", "; /bin/b ", "\\; ", "%% ", "a%n ")) {
                assertLinear(Service.class, size -> section + name + word.repeat(size) + "\n");
            }
        }
        for (String word : List.of("\"", "'", "\\", "\"'", "a\\\n", "\\x", "\\u00e9", "é", ";")) {
            assertLinear(SplitWords.class, word);
        }
    }

    @Test
    void specifiersAreReplacedInOneGo() {
        for (String specifier : List.of("%", "%%", "%n", "%h", "%I", "%f", "%-", "%y")) {
            assertLinear(
                    Service.class, size -> "[Unit]\nDescription=" + specifier.repeat(size) + "\n");
        }
    }

    @Test
    void filesAreReadOnce() {
        for (String part :
                List.of(
                        "a\\\n",
                        "\\\n",
                        "#\n",
                        "a\\\n#\n",
                        "[a]\n",
                        "[",
                        "=\n",
                        "a=b\n",
                        "\0",
                        "\\",
                        " ",
                        "\r\n",
                        "é",
                        "a=\\\n;\n")) {
            assertLinear(File.class, part);
            assertLinear(File.class, size -> "[a]\nb=" + part.repeat(size));
        }
    }

    @Test
    void environmentsAreReadOnce() {
        for (String part :
                List.of(
                        "A=1\n",
                        "A",
                        "A=\\\n",
                        "A='",
                        "A=\"\\",
                        "#\\\n",
                        "\\",
                        "=",
                        "\r\n",
                        " ",
                        "${B:-",
                        "${B:+",
                        "${X:+",
                        "${",
                        "$",
                        "$$",
                        "}",
                        "${}",
                        "$A",
                        "${A:-}",
                        "{}",
                        "${B:-}${B:-")) {
            for (Class<? extends Consumer<String>> parser :
                    List.of(Environment.class, EnvironmentD.class)) {
                assertLinear(parser, part);
                assertLinear(parser, size -> "A=" + part.repeat(size));
                assertLinear(parser, size -> "A=" + part.repeat(size) + "}".repeat(size));
                assertLinear(parser, size -> numbered(size / 8, "A#=" + part.repeat(8) + "\n"));
            }
        }
    }

    @Test
    void spansOfTimeAreReadOnce() {
        for (String part : List.of("1s", "1s ", "1 ", " ", "1", ".", "1.", "s", "1min 1s", "é")) {
            assertLinear(Span.class, part);
        }
    }

    @Test
    void calendarExpressionsAreReadOnce() {
        for (String part :
                List.of("1,", "1..2/3,", "Mon,", "Mon..", " ", "*", "-", "@1", ":", ".9")) {
            assertLinear(Calendar.class, part);
        }
        assertLinear(Calendar.class, size -> "*:*:1." + "9".repeat(size));
        assertLinear(Calendar.class, size -> "daily " + "UTC ".repeat(size));
    }

    @Test
    void addressesAreReadOnce() {
        for (String part :
                List.of("1", "1.", "[::1]:", "[", ":", "@a", "/", "vsock:", "route ", "%")) {
            assertLinear(Address.class, part);
        }
        assertLinear(Address.class, size -> "[" + "1:".repeat(size) + "]:1");
    }

    @Test
    void argumentsAreReadOnce() {
        for (String part : List.of("${", "${A", "${X}", "${A}", "$", "$$", "}", "${}", "a")) {
            assertLinear(Command.class, part);
            assertLinear(Command.class, size -> part.repeat(size) + "}");
        }
    }

    @Test
    void escapesAndPatternsAreReadOnce() {
        for (String part : List.of("\\", "\\x41", "-", "/", "/../", "//", "é", ".", "@", "a")) {
            assertLinear(Escapes.class, part);
        }
        for (String part :
                List.of("*", "?", "[", "[a", "[]", "[!", "[[:", "[[:alpha:]", "a-", "[a-")) {
            assertLinear(Pattern.class, part);
        }
    }

    @Test
    void propertiesThatAreSetAgainAndAgainAreLookedAtOnce() {
        String[] lines = new String[1];
        assertThat(
                        Cost.fault(
                                Properties.class,
                                size -> {
                                    List<String> all = new ArrayList<>();
                                    Arrays.fill(lines, "man:" + "a".repeat(1_000));
                                    for (int i = 0; i < size; i++) {
                                        all.add(lines[0]);
                                    }
                                    return String.join("\n", all);
                                },
                                50))
                .isEmpty();
    }
}
