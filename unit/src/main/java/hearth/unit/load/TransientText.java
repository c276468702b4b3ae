package hearth.unit.load;

import hearth.unit.Diagnostic;
import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.Catalogue;
import hearth.unit.setting.Setting;
import hearth.unit.syntax.UnitFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The text of a unit, or of a drop-in, that a call makes: properties in, lines out. The lines are
 * read by the same parser as anybody's, so a property means what its directive means. Confined to
 * one thread.
 */
public final class TransientText {
    /** Tells whoever opens the file that it is not theirs to write. */
    private static final String HEADER =
            "# This is a transient unit file, created programmatically via the systemd API."
                    + " Do not edit.\n";

    private static final String DROP_IN_HEADER =
            """
            # This is a drop-in unit file extension, created via "systemctl set-property"
            # or an equivalent operation. Do not edit.
            """;

    /** What specifiers are where a value is looked at: what calls set is literal and names none. */
    private static final Specifiers NEUTRAL =
            new Specifiers(
                    new Specifiers.Host(
                            Optional.empty(),
                            Optional.empty(),
                            "localhost",
                            Optional.empty(),
                            "",
                            "",
                            Map.of()),
                    new Specifiers.User(true, "nobody", 65_534, "nogroup", 65_534, "/", "/bin/sh"),
                    new Specifiers.Directories("/", "/", "/", "/", "/", "/", "/", "/"));

    private final UnitType type;
    private final Map<Setting<?>, List<String>> texts = new LinkedHashMap<>();

    /** Makes an empty text for a unit of a type. */
    public TransientText(UnitType type) {
        this.type = type;
    }

    /**
     * Sets one property.
     *
     * @param value the neutral object, of the signature of the property's wire
     * @throws IllegalArgumentException where the value has no text; the message is for people
     */
    public void set(Catalogue.TransientProperty property, Object value) {
        List<String> before = texts.getOrDefault(property.setting(), List.of());
        List<String> after = List.copyOf(property.property().wire().writer().write(before, value));
        boolean isLonger =
                after.size() >= before.size() && after.subList(0, before.size()).equals(before);
        List<String> lines = after.subList(isLonger ? before.size() : 0, after.size());
        lines.forEach(TransientText::requireOneLine);
        requireMeaning(property.setting(), lines);
        texts.put(property.setting(), after);
    }

    /**
     * What a file's reader would ignore with a warning, or refuse, is no value: a caller hears of
     * it, as nobody reads the warnings of a unit that is made for one command.
     */
    private void requireMeaning(Setting<?> setting, List<String> lines) {
        var file = new StringBuilder("[" + sectionOf(setting) + "]\n");
        lines.forEach(line -> file.append(line(setting, line)).append('\n'));
        var reader = new UnitReader(new UnitName("a." + type.wireName()), NEUTRAL, "");
        reader.readFragment(UnitFile.parse(file.toString()));
        Stream.concat(reader.refusal().stream(), reader.diagnostics().stream())
                .filter(said -> said.severity() != Diagnostic.Severity.NOTICE)
                .findFirst()
                .ifPresent(said -> {
                    throw new IllegalArgumentException(said.message());
                });
    }

    private static String line(Setting<?> setting, String text) {
        return (setting.isGathered() ? "" : setting.toString()) + text;
    }

    /** A value with a line's end in it would write directives of its own. */
    private static void requireOneLine(String text) {
        int backslashes = 0;
        while (backslashes < text.length()
                && text.charAt(text.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        boolean isOneLine = backslashes % 2 == 0;
        for (int i = 0; i < text.length(); i++) {
            isOneLine &= text.charAt(i) >= ' ' || text.charAt(i) == '\t';
        }
        if (!isOneLine || text.length() > UnitFile.MAX_LINE_BYTES / 4) {
            throw new IllegalArgumentException("the value cannot be written in one line");
        }
    }

    /** Returns the file of a unit, section by section. */
    public String text() {
        return HEADER + sections();
    }

    /** Returns the file of a drop-in, section by section. */
    public String dropIn() {
        return DROP_IN_HEADER + sections();
    }

    private String sections() {
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        texts.forEach((setting, lines) -> {
            StringBuilder section =
                    sections.computeIfAbsent(
                            sectionOf(setting), name -> new StringBuilder("[" + name + "]\n"));
            for (String line : lines) {
                section.append(line(setting, line)).append('\n');
            }
        });
        return String.join("\n", sections.values());
    }

    private String sectionOf(Setting<?> setting) {
        return setting.sections().contains(type.section())
                ? type.section()
                : setting.sections().getFirst();
    }
}
