package hearth.nix.suite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs Nix' own language tests, which somebody has fetched, and compares what passes with what is
 * expected to.
 *
 * <p>Started by {@code nix/language-suite} with the directory of the tests and the list of those
 * that do not pass. Ends with 0 where exactly those do not.
 */
public final class LanguageSuite {
    /** Of the tests that need no store, so many of a hundred must pass. */
    private static final int MUST_PASS_PERCENT = 95;

    /** What a test is about; its name begins with it. */
    enum Group {
        PARSE_OKAY("parse-okay"),
        PARSE_FAIL("parse-fail"),
        EVAL_OKAY("eval-okay"),
        EVAL_FAIL("eval-fail");

        private final String prefix;

        Group(String prefix) {
            this.prefix = prefix;
        }

        boolean has(String name) {
            return name.startsWith(prefix);
        }
    }

    /** How the tests of one group went. */
    private static final class Tally {
        private int passed;
        private int usable;
        private int all;
    }

    private final SuiteJudge judge;
    private final Map<String, String> expected;
    private final Map<Group, Tally> tallies = new EnumMap<>(Group.class);
    private final List<String> surprises = new ArrayList<>();

    private LanguageSuite(Path directory, Map<String, String> expected) {
        this.judge = new SuiteJudge(directory);
        this.expected = expected;
    }

    /** Runs the tests in a directory against a list of those that do not pass. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]).toRealPath();
        LanguageSuite suite = new LanguageSuite(directory, expected(Path.of(arguments[1])));
        suite.run(directory);
        System.exit(suite.report() ? 0 : 1);
    }

    /** Reads lines such as {@code fails NAME reason}; a line that begins with # is a comment. */
    private static Map<String, String> expected(Path file) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" +", 3);
            if (!line.startsWith("#") && words.length == 3) {
                expected.put(words[1], words[0]);
            }
        }
        return expected;
    }

    private void run(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.nix")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                names.add(name.substring(0, name.length() - ".nix".length()));
            }
        }
        names.sort(null);
        for (Group group : Group.values()) {
            Tally tally = new Tally();
            tallies.put(group, tally);
            for (String name : names) {
                if (group.has(name)) {
                    one(group, name, tally);
                }
            }
        }
        for (String name : expected.keySet()) {
            if (!names.contains(name)) {
                surprises.add(name + ": there is no such test");
            }
        }
    }

    private void one(Group group, String name, Tally tally) throws IOException {
        String expectation = expected.getOrDefault(name, "passes");
        tally.all++;
        if (expectation.equals("unusable")) {
            return;
        }
        tally.usable++;
        String failure = judge.judge(group, name);
        tally.passed += failure.isEmpty() ? 1 : 0;
        if (failure.isEmpty() != expectation.equals("passes")) {
            surprises.add(
                    failure.isEmpty()
                            ? name + ": passes, and was not expected to"
                            : name + ": " + failure);
        }
    }

    private boolean report() {
        int passed = 0;
        int usable = 0;
        int all = 0;
        for (Map.Entry<Group, Tally> entry : tallies.entrySet()) {
            Tally tally = entry.getValue();
            say(
                    String.format(
                            "%-10s %3d of %3d usable, of %3d",
                            entry.getKey().prefix, tally.passed, tally.usable, tally.all));
            passed += tally.passed;
            usable += tally.usable;
            all += tally.all;
        }
        say(String.format("%-10s %3d of %3d usable, of %3d", "together", passed, usable, all));
        surprises.forEach(LanguageSuite::say);
        boolean suffices = passed * 100 >= usable * MUST_PASS_PERCENT;
        if (!suffices) {
            say("less than " + MUST_PASS_PERCENT + " % of the usable pass");
        }
        return surprises.isEmpty() && suffices;
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
