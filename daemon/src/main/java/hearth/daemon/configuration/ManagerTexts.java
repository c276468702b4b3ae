package hearth.daemon.configuration;

import hearth.daemon.protocol.record.EntryKind;
import hearth.daemon.protocol.record.TreeEntry;
import hearth.unit.load.ManagerLoader;
import hearth.unit.syntax.EnvironmentFile;
import hearth.unit.syntax.UnitFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The texts that tell managers what they are to be: the machine's, a user's, or both together.
 *
 * @param main {@code user.conf}, where there is one
 * @param dropIns those of {@code user.conf.d}, by file name
 * @param environment those of {@code environment.d}, by file name
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd-user.conf.5.html">
 *     systemd-user.conf(5)</a>
 * @see <a href="https://man7.org/linux/man-pages/man5/environment.d.5.html">environment.d(5)</a>
 */
public record ManagerTexts(
        Optional<Text> main, SortedMap<String, Text> dropIns, SortedMap<String, Text> environment) {
    /** Nothing is said. */
    public static final ManagerTexts NONE =
            new ManagerTexts(Optional.empty(), new TreeMap<>(), new TreeMap<>());

    /** Where {@code user.conf} and its drop-ins lie below {@code ~/.config}. */
    private static final String CONFIGURATION = "/systemd";

    private static final String ENVIRONMENT = "/environment.d";
    private static final String MAIN = "user.conf";
    private static final String DROP_INS = "user.conf.d/";
    private static final String SUFFIX = ".conf";

    /**
     * One file.
     *
     * @param path absolute
     * @param content empty where the file only hides another of its name
     */
    public record Text(String path, String content) {}

    public ManagerTexts {
        dropIns = Collections.unmodifiableSortedMap(new TreeMap<>(dropIns));
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** Returns the directories below {@code ~/.config} that a hand reads for {@link #ofHand}. */
    public static List<String> directories(String configHome) {
        return List.of(configHome + CONFIGURATION, configHome + ENVIRONMENT);
    }

    /**
     * Returns a user's texts, as the user's hand has read them.
     *
     * @param entries of a tree with these directories among others
     * @param first the number of the first of the {@link #directories}
     */
    public static ManagerTexts ofHand(String configHome, List<TreeEntry> entries, int first) {
        Optional<Text> main = Optional.empty();
        var dropIns = new TreeMap<String, Text>();
        var environment = new TreeMap<String, Text>();
        for (TreeEntry entry : entries) {
            boolean isText =
                    entry.error() == 0
                            && (entry.kind() == EntryKind.FILE || entry.kind() == EntryKind.LINK);
            if (!isText || entry.directory() < first) {
                continue;
            }
            String name = entry.name();
            boolean isEnvironment = entry.directory() == first + 1;
            String below = isEnvironment ? ENVIRONMENT : CONFIGURATION;
            Text text = new Text(configHome + below + "/" + name, entry.content().text());
            if (isEnvironment) {
                putNamed(environment, name, text);
            } else if (name.equals(MAIN)) {
                main = Optional.of(text);
            } else if (name.startsWith(DROP_INS)) {
                putNamed(dropIns, name.substring(DROP_INS.length()), text);
            }
        }
        return new ManagerTexts(main, dropIns, environment);
    }

    private static void putNamed(Map<String, Text> texts, String name, Text text) {
        if (name.endsWith(SUFFIX) && !name.startsWith(".")) {
            texts.put(name, text);
        }
    }

    /** Returns these texts with others where these have none of the same name. */
    public ManagerTexts over(ManagerTexts below) {
        var bothDropIns = new TreeMap<>(below.dropIns);
        bothDropIns.putAll(dropIns);
        var bothEnvironments = new TreeMap<>(below.environment);
        bothEnvironments.putAll(environment);
        return new ManagerTexts(main.or(below::main), bothDropIns, bothEnvironments);
    }

    /** Returns the files of {@code user.conf}, those that win last. */
    public List<ManagerLoader.File> userConf() {
        var files = new ArrayList<ManagerLoader.File>();
        main.ifPresent(text -> files.add(toFile(text)));
        dropIns.values().forEach(text -> files.add(toFile(text)));
        return files;
    }

    private static ManagerLoader.File toFile(Text text) {
        return new ManagerLoader.File(text.path(), UnitFile.parse(text.content()));
    }

    /**
     * Adds what {@code environment.d} says to variables, whose order stays.
     *
     * @param variables what is set already, and what the texts' references mean
     * @param charactersMax of all variables: a file that would make them longer is left out
     * @return the files left out
     */
    public List<String> addEnvironment(Map<String, String> variables, int charactersMax) {
        var leftOut = new ArrayList<String>();
        long characters = size(variables);
        for (Text text : environment.values()) {
            var told = EnvironmentFile.parseWithVariables(text.content(), variables);
            if (characters + size(told) > charactersMax) {
                leftOut.add(text.path());
                continue;
            }
            for (Map.Entry<String, String> variable : told.entrySet()) {
                String before = variables.put(variable.getKey(), variable.getValue());
                characters += size(variable.getKey(), variable.getValue());
                characters -= before == null ? 0 : size(variable.getKey(), before);
            }
        }
        return leftOut;
    }

    private static long size(Map<String, String> variables) {
        return variables.entrySet().stream()
                .mapToLong(entry -> size(entry.getKey(), entry.getValue()))
                .sum();
    }

    private static long size(String name, String value) {
        return name.length() + value.length() + 2L; // an equals sign and a NUL
    }
}
