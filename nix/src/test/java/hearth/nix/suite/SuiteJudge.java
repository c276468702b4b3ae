package hearth.nix.suite;

import hearth.nix.evaluation.Calls;
import hearth.nix.evaluation.Limits;
import hearth.nix.evaluation.World;
import hearth.nix.expression.Expression;
import hearth.nix.expression.TreePrinter;
import hearth.nix.format.XmlWriter;
import hearth.nix.language.Interpreter;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.DiskTree;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Source;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.Lazy;
import hearth.nix.value.Printer;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges one language test: a program that parses must print as expected, one that evaluates must
 * have the expected value, and one that fails must fail where expected. Messages are our own and
 * not compared.
 */
final class SuiteJudge {
    private static final Pattern PLACE = Pattern.compile("at (\\S+):(\\d+):(\\d+):");

    private final Path directory;
    private final Path parent;

    SuiteJudge(Path directory) {
        this.directory = directory;
        this.parent = directory.resolve("..").normalize();
    }

    /** Returns what is wrong, empty where the test passes. */
    String judge(LanguageSuite.Group group, String name) throws IOException {
        try {
            return switch (group) {
                case PARSE_OKAY -> compare(read(name + ".exp"), printedTree(name) + "\n");
                case PARSE_FAIL -> fails(name, () -> printedTree(name));
                case EVAL_OKAY ->
                        exists(name + ".exp.xml")
                                ? compare(read(name + ".exp.xml"), value(name, true))
                                : compare(read(name + ".exp"), value(name, false) + "\n");
                case EVAL_FAIL -> fails(name, () -> value(name, false));
            };
        } catch (NixException e) {
            return "fails: " + e.report().strip();
        }
    }

    /** Something that may fail. */
    private interface Attempt {
        String run() throws IOException;
    }

    private String fails(String name, Attempt attempt) throws IOException {
        String value;
        try {
            value = attempt.run();
        } catch (NixException e) {
            return comparePlace(read(name + ".err.exp"), e);
        }
        return "does not fail: " + value;
    }

    /** The innermost place that is told must be the same; where none is, any will do. */
    private String comparePlace(String expected, NixException failure) {
        String place = "";
        Matcher matcher = PLACE.matcher(expected);
        while (matcher.find()) {
            place = matcher.group(1) + ":" + matcher.group(2) + ":" + matcher.group(3);
        }
        String found = shortened(failure.position().toString());
        return place.isEmpty() || place.equals(found)
                ? ""
                : "fails at " + found + " instead of " + place + ": " + failure.message();
    }

    private static String compare(String expected, String found) {
        return expected.equals(found) ? "" : "expected " + expected + "found    " + found;
    }

    private String printedTree(String name) throws IOException {
        Source source = new Source("«stdin»", bytes(name + ".nix"), parent.toString());
        return Interpreter.run(
                world(List.of()),
                Limits.DEFAULT,
                interpreter -> {
                    Expression tree = interpreter.parse(source);
                    return shortened(ByteStrings.decode(TreePrinter.print(tree)));
                });
    }

    private String value(String name, boolean isXml) throws IOException {
        List<String> flags =
                exists(name + ".flags")
                        ? List.of(read(name + ".flags").strip().split("\\s+"))
                        : List.of();
        return Interpreter.run(
                world(flags),
                limits(flags),
                interpreter -> {
                    Value value =
                            called(
                                    interpreter,
                                    interpreter.evaluateFile(directory + "/" + name + ".nix"),
                                    flags);
                    String printed =
                            isXml
                                    ? XmlWriter.write(
                                            interpreter.evaluation(), value, Position.NONE)
                                    : classic(Printer.deep(value));
                    return shortened(ByteStrings.decode(printed));
                });
    }

    private World world(List<String> flags) throws IOException {
        List<World.SearchEntry> searchPath = new ArrayList<>();
        for (int i = 0; i + 1 < flags.size(); i++) {
            if (flags.get(i).equals("-I")) {
                searchPath.add(entry(flags.get(i + 1)));
            }
        }
        searchPath.add(entry("lang/dir3"));
        searchPath.add(entry("lang/dir4"));
        return new World(
                new DiskTree(List.of(parent)),
                searchPath,
                Map.of("TEST_VAR", "foo"),
                "/fake-home",
                "x86_64-linux",
                InstantSource.system(),
                message -> {});
    }

    private World.SearchEntry entry(String flag) {
        int equals = flag.indexOf('=');
        String prefix = equals < 0 ? "" : flag.substring(0, equals);
        return new World.SearchEntry(prefix, parent + "/" + flag.substring(equals + 1));
    }

    private static Limits limits(List<String> flags) {
        int depth = flags.indexOf("--max-call-depth");
        return depth < 0
                ? Limits.DEFAULT
                : Limits.DEFAULT.withCallDepth(Integer.parseInt(flags.get(depth + 1)));
    }

    /** Calls a function with the arguments of the command line, and selects what is asked for. */
    private Value called(Interpreter interpreter, Value value, List<String> flags) {
        List<Attribute> arguments = new ArrayList<>();
        String selected = "";
        for (int i = 0; i < flags.size(); i++) {
            switch (flags.get(i)) {
                case "--arg" -> {
                    Source program = Source.ofText("(string)", flags.get(i + 2), parent.toString());
                    arguments.add(new Attribute(flags.get(i + 1), interpreter.evaluate(program)));
                }
                case "--argstr" ->
                        arguments.add(new Attribute(flags.get(i + 1), Text.of(flags.get(i + 2))));
                case "-A" -> selected = flags.get(i + 1);
                default -> {}
            }
        }
        Value result = value;
        if (value instanceof Function function && function.signature().hasPattern()) {
            List<Attribute> taken = new ArrayList<>();
            for (Function.Parameter parameter : function.parameters()) {
                arguments.stream()
                        .filter(a -> a.name().equals(parameter.name()))
                        .forEach(taken::add);
            }
            result = Calls.call(value, AttributeSet.of(taken), Position.NONE);
        }
        if (!selected.isEmpty() && result instanceof AttributeSet set) {
            Lazy attribute = set.get(selected);
            return attribute == null ? result : attribute.force();
        }
        return result;
    }

    /** Functions as the old command prints them. */
    private static String classic(String printed) {
        return ByteStrings.encode(
                ByteStrings.decode(printed)
                        .replaceAll("«lambda[^»]*»", "<LAMBDA>")
                        .replaceAll("«primop[^»]*»", "<PRIMOP>")
                        .replaceAll("«partially applied primop[^»]*»", "<PRIMOP-APP>"));
    }

    private String shortened(String text) {
        return text.replace(parent.toString(), "/pwd");
    }

    private boolean exists(String name) {
        return Files.exists(directory.resolve(name));
    }

    private String read(String name) throws IOException {
        return ByteStrings.decode(bytes(name));
    }

    private String bytes(String name) throws IOException {
        return ByteStrings.ofArray(Files.readAllBytes(directory.resolve(name)));
    }
}
