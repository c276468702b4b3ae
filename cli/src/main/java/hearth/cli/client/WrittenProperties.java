package hearth.cli.client;

import hearth.unit.Diagnostic;
import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.Catalogue;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Property;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.tree.UnitTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Directives as they are written in unit files, as the properties that a call takes: they are read
 * by the parser of unit files, so each means what it means there.
 */
public final class WrittenProperties {
    /** What a file's reader does with what it cannot mean; here it is refused. */
    private static final String IGNORED = ", ignored$";

    private static final String DESCRIPTION = "Description";

    /** An absolute path without specifiers, which the manager does not put in for a call. */
    private static final Pattern STREAM_FILE =
            Pattern.compile(
                    "(StandardInput|StandardOutput|StandardError)=(file|append|truncate):(/[^%\\n]*)");

    private final UnitName name;
    private final Optional<Specifiers> specifiers;

    /**
     * Reads for units of a name.
     *
     * @param specifiers what {@code %h} and its like stand for; where nobody tells they are refused
     */
    public WrittenProperties(String name, Optional<Specifiers> specifiers) {
        this.name = new UnitName(name);
        this.specifiers = specifiers;
    }

    /** A directive that a call cannot have. */
    public static final class Mistaken extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean isUnknown;

        private Mistaken(String message) {
            this(message, false);
        }

        private Mistaken(String message, boolean isUnknown) {
            super(message);
            this.isUnknown = isUnknown;
        }

        /** Returns whether there is no such directive; else it is its value that is wrong. */
        public boolean isUnknown() {
            return isUnknown;
        }
    }

    /**
     * Returns the properties.
     *
     * @param directives each as {@code NAME=VALUE}
     * @throws Mistaken where one is no directive of such units, or means nothing
     */
    public List<UnitProperty> read(List<String> directives) throws Mistaken {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        Set<Setting<?>> settings = new LinkedHashSet<>();
        var files = new ArrayList<UnitProperty>();
        for (String directive : directives) {
            int equals = directive.indexOf('=');
            if (equals <= 0 || directive.indexOf('\n') >= 0) {
                throw new Mistaken("\"" + directive + "\" is not NAME=VALUE");
            }
            if (specifiers.isEmpty() && Specifiers.isPersonal(directive)) {
                throw new Mistaken(
                        "\""
                                + directive
                                + "\" has a specifier, and this manager does not tell what those"
                                + " stand for");
            }
            Optional<UnitProperty> file = streamFile(directive);
            if (file.isPresent()) {
                files.add(file.get());
                continue;
            }
            String word = directive.substring(0, equals);
            String section = section(word);
            settings.add(setting(section, word));
            sections.computeIfAbsent(section, key -> new ArrayList<>()).add(directive);
        }
        Settings values = values(sections);
        var properties = new ArrayList<UnitProperty>();
        for (Setting<?> setting : settings) {
            addTo(properties, setting, values);
        }
        properties.addAll(files);
        return properties;
    }

    /** A call has a property of its own for a file that is a stream of a service. */
    private static Optional<UnitProperty> streamFile(String directive) {
        Matcher stream = STREAM_FILE.matcher(directive);
        if (!stream.matches()) {
            return Optional.empty();
        }
        String way =
                switch (stream.group(2)) {
                    case "append" -> "FileToAppend";
                    case "truncate" -> "FileToTruncate";
                    default -> "File";
                };
        return Optional.of(UnitProperty.of(stream.group(1) + way, stream.group(3)));
    }

    private Setting<?> setting(String section, String word) throws Mistaken {
        return Catalogue.find(name.type(), section, word)
                .orElseThrow(() -> new Mistaken("there is no " + word + "= in such units", true));
    }

    private String section(String word) {
        UnitType type = name.type();
        boolean isTypes = Catalogue.find(type, type.section(), word).isPresent();
        return isTypes && !word.equals(DESCRIPTION) ? type.section() : "Unit";
    }

    private Settings values(Map<String, List<String>> sections) throws Mistaken {
        var text = new StringBuilder();
        sections.forEach((section, lines) -> {
            text.append('[').append(section).append("]\n");
            lines.forEach(line -> text.append(line).append('\n'));
        });
        // Without them no text is left that they could change.
        Specifiers known = specifiers.orElseGet(() -> UserSpecifiers.of("/", "/run"));
        LoadResult result =
                new UnitLoader(known).loadTransient(name, text.toString(), "", UnitTree.EMPTY);
        UnitDefinition unit =
                switch (result) {
                    case LoadResult.Loaded(UnitDefinition loaded) -> loaded;
                    // What is missing to a whole unit is said elsewhere.
                    case LoadResult.BadSetting(UnitDefinition part, Diagnostic _) -> part;
                    case LoadResult.Error _, LoadResult.Masked _, LoadResult.NotFound _ ->
                            throw new Mistaken("the values cannot be written in one line each");
                };
        for (Diagnostic said : unit.diagnostics()) {
            if (said.line() > 0 && said.severity() != Diagnostic.Severity.NOTICE) {
                throw new Mistaken(said.message().replaceFirst(IGNORED, ""));
            }
        }
        return unit.settings();
    }

    /** Writes what is listed as one property; else what only calls have, such as times. */
    private static <T> void addTo(
            List<UnitProperty> properties, Setting<T> setting, Settings values) throws Mistaken {
        T value = values.get(setting);
        List<Property<T>> settable =
                setting.properties().stream()
                        .filter(property -> property.wire().isSettable())
                        .toList();
        for (Property<T> property : settable) {
            if (property.access() == Property.Access.LISTED) {
                properties.add(property(property, property.read(value)));
                return;
            }
        }
        if (settable.isEmpty()) {
            throw new Mistaken(setting + " cannot be set for a unit without a file");
        }
        for (Property<T> property : settable) {
            Object neutral = property.read(value);
            if (!(neutral instanceof List<?> list && list.isEmpty())) {
                properties.add(property(property, neutral));
            }
        }
    }

    private static UnitProperty property(Property<?> property, Object neutral) {
        return UnitProperty.of(property.name(), property.wire().signature(), neutral);
    }
}
