package hearth.unit.load;

import hearth.unit.Diagnostic;
import hearth.unit.Diagnostic.Severity;
import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.catalogue.Vocabulary;
import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Merge;
import hearth.unit.setting.Reading;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.setting.Table;
import hearth.unit.syntax.UnitFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the files of one unit, one after the other, into values by row. */
public final class UnitReader implements Reading {
    /** The most diagnostics of one unit: a broken file would fill the log with its lines. */
    private static final int MAX_DIAGNOSTICS = 256;

    /** Characters of one diagnostic: a value in it may be as long as a line, and all are kept. */
    private static final int MAX_MESSAGE = 1_024;

    /**
     * Characters that specifiers make of all values of one unit: two of them can stand for a path
     * of the longest kind, and everything is kept.
     */
    private static final int MAX_RESOLVED = UnitFile.MAX_FILE_BYTES;

    private static final String REST_IGNORED = ", the rest of the file is ignored";

    private final Vocabulary vocabulary;
    private final UnitName unit;
    private final Specifiers specifiers;
    private final String fragmentPath;
    private final TreeMap<Integer, Object> values = new TreeMap<>();

    /** What directives that were written more than once have in the making, by row. */
    private final Map<Integer, Merge.Sum<?>> sums = new HashMap<>();

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Set<String> unknownSections = new HashSet<>();
    private Optional<Diagnostic> refusal = Optional.empty();
    private String path = "";
    private boolean isPersonal;
    private int line;
    private int column;
    private int resolvedCharacters;

    /** Makes a reader of a unit's files. */
    public UnitReader(UnitName unit, Specifiers specifiers, String fragmentPath) {
        this(Vocabulary.ofUnits(unit.type()), unit, specifiers, fragmentPath);
    }

    /** Makes a reader of files that are not about a unit, or not about one alone. */
    public UnitReader(
            Vocabulary vocabulary, UnitName unit, Specifiers specifiers, String fragmentPath) {
        this.vocabulary = vocabulary;
        this.unit = unit;
        this.specifiers = specifiers;
        this.fragmentPath = fragmentPath;
    }

    /** Returns whether there is a main file, and not drop-ins alone. */
    boolean hasFragment() {
        return !fragmentPath.isEmpty();
    }

    /** Reads the main file; whether it is to be refused is known afterwards. */
    public void readFragment(UnitFile file) {
        read(file, fragmentPath, true);
    }

    /** Reads a drop-in: what would refuse a fragment here only ends the reading of the file. */
    void readDropIn(UnitFile file, String dropInPath) {
        Optional<Diagnostic> before = refusal;
        read(file, dropInPath, false);
        refusal.filter(reason -> before.isEmpty())
                .ifPresent(reason -> add(Severity.WARNING, reason.message() + REST_IGNORED));
        refusal = before;
    }

    private void read(UnitFile file, String filePath, boolean isFragment) {
        path = filePath;
        column = 0;
        for (UnitFile.Problem problem : file.problems()) {
            line = problem.line();
            boolean isFault = problem.fault().isPresent();
            add(
                    isFault && isFragment ? Severity.ERROR : Severity.WARNING,
                    problem.message() + (isFault && !isFragment ? REST_IGNORED : ""));
        }
        for (UnitFile.Directive directive : file.directives()) {
            line = directive.line();
            column = directive.column();
            take(directive);
            if (refusal.isPresent()) {
                return;
            }
        }
        line = 0;
        column = 0;
    }

    private void take(UnitFile.Directive directive) {
        String section = directive.section();
        if (!vocabulary.hasSection(section)) {
            if (!section.startsWith("X-") && unknownSections.add(section)) {
                warn("section [" + section + "] is unknown here, ignored");
            }
            return;
        }
        Optional<Table.Spelling<?>> spelling = vocabulary.spelling(section, directive.name());
        if (spelling.isPresent()) {
            apply(spelling.get(), directive.value());
        } else if (!directive.name().startsWith("X-")) {
            warn("unknown directive '" + directive.name() + "=' in [" + section + "], ignored");
        }
    }

    private <T> void apply(Table.Spelling<T> spelling, String text) {
        if (spelling.settings().isEmpty()) {
            add(Severity.NOTICE, "'" + spelling.name() + "=' has no effect any more");
            return;
        }
        Merge.Empty empty = spelling.settings().getFirst().type().merge().empty();
        if (text.isEmpty() && empty == Merge.Empty.RESETS) {
            spelling.settings()
                    .forEach(setting -> {
                        values.remove(setting.row());
                        sums.remove(setting.row());
                    });
        } else if (!text.isEmpty() || empty == Merge.Empty.PARSED) {
            spelling.parser()
                    .parse(text, this)
                    .ifPresent(value -> {
                        spelling.settings().forEach(row -> put(row, value));
                        sayWhereNotEnforced(spelling, value);
                    });
        }
    }

    /**
     * What is read, shown and not acted on is never taken silently; asking for the default is fine.
     */
    private <T> void sayWhereNotEnforced(Table.Spelling<T> spelling, T value) {
        boolean isIdle =
                spelling.settings().stream()
                        .allMatch(
                                row -> isIdle(row.enforcement()) && !value.equals(row.fallback()));
        if (isIdle) {
            add(Severity.NOTICE, "'" + spelling.name() + "=' is not enforced");
        }
    }

    private boolean isIdle(Enforcement enforcement) {
        return switch (enforcement) {
            case ENFORCED, EMULATED -> false;
            case NOT_ENFORCED -> true;
            case OF_SYSTEM -> specifiers.user().isUserScope();
        };
    }

    @SuppressWarnings("unchecked") // a row's sum is of its type
    private <T> void put(Setting<T> setting, T value) {
        if (!values.containsKey(setting.row())) {
            values.put(setting.row(), value);
            return;
        }
        Merge.Sum<T> sum = (Merge.Sum<T>) sums.get(setting.row());
        if (sum == null) {
            sum = setting.type().merge().sum().get();
            sum.add(get(setting));
            sums.put(setting.row(), sum);
        }
        sum.add(value);
    }

    /** Returns the value so far, or the fallback. */
    @SuppressWarnings("unchecked") // put, imply and replace keep a row's type
    <T> T get(Setting<T> setting) {
        Merge.Sum<?> sum = sums.remove(setting.row());
        if (sum != null) {
            values.put(setting.row(), sum.total());
        }
        return (T) values.getOrDefault(setting.row(), setting.fallback());
    }

    /** Sets what follows from other settings, where nothing is written. */
    <T> void imply(Setting<T> setting, T value) {
        values.putIfAbsent(setting.row(), value);
    }

    /** Forgets what is written, so that the manager's default counts. */
    void forget(Setting<?> setting) {
        sums.remove(setting.row());
        values.remove(setting.row());
    }

    /** Sets a value whatever is written. */
    <T> void replace(Setting<T> setting, T value) {
        sums.remove(setting.row());
        values.put(setting.row(), value);
    }

    /** Returns whether the same files may mean something else for another manager. */
    boolean isPersonal() {
        return isPersonal;
    }

    /** Returns the values so far. */
    public Settings settings() {
        sums.forEach((row, sum) -> values.put(row, sum.total()));
        sums.clear();
        return Settings.of(values);
    }

    /** Returns why the unit is to be refused. */
    Optional<Diagnostic> refusal() {
        return refusal;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Says something about a file as a whole. */
    void say(String filePath, Severity severity, String message) {
        speakOf(filePath);
        add(severity, message);
    }

    /** What is said from now on is about this file as a whole. */
    void speakOf(String filePath) {
        path = filePath;
        line = 0;
        column = 0;
    }

    private void add(Severity severity, String message) {
        if (diagnostics.size() < MAX_DIAGNOSTICS) {
            diagnostics.add(new Diagnostic(path, line, column, severity, shortened(message)));
        }
    }

    /** Returns a message with its end, which says what was done, and not all of a long value. */
    private static String shortened(String message) {
        int end = MAX_MESSAGE / 4;
        return message.length() <= MAX_MESSAGE
                ? message
                : message.substring(0, MAX_MESSAGE - end)
                        + "..."
                        + message.substring(message.length() - end);
    }

    @Override
    public UnitName unit() {
        return unit;
    }

    @Override
    public boolean isUserScope() {
        return specifiers.user().isUserScope();
    }

    @Override
    public String home() {
        isPersonal = true;
        return specifiers.user().home();
    }

    @Override
    public String runtimeDirectory() {
        isPersonal = true;
        return specifiers.directories().runtime();
    }

    @Override
    public Specifiers.Resolution resolution(String text) {
        isPersonal |= Specifiers.isPersonal(text);
        Specifiers.deprecatedIn(text)
                .ifPresent(specifier ->
                        warn(specifier + " is deprecated: it need not be where the unit runs"));
        Specifiers.Resolution resolution = specifiers.resolve(text, unit, fragmentPath);
        if (resolution instanceof Specifiers.Resolution.Resolved(String resolved)
                && resolved.length() > text.length()) {
            resolvedCharacters += resolved.length() - text.length();
            if (resolvedCharacters > MAX_RESOLVED) {
                resolvedCharacters = MAX_RESOLVED;
                return new Specifiers.Resolution.Unresolved(
                        "specifiers make more than " + MAX_RESOLVED + " characters in this unit");
            }
        }
        return resolution;
    }

    @Override
    public void warn(String message) {
        add(Severity.WARNING, message);
    }

    @Override
    public void refuse(String message) {
        refusal =
                Optional.of(new Diagnostic(path, line, column, Severity.ERROR, shortened(message)));
    }
}
