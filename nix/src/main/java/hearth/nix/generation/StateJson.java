package hearth.nix.generation;

import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.declaration.Position;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.RenderedFile;
import hearth.nix.render.Rendering;
import hearth.nix.render.SwitchStyle;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Generations and manifests as JSON. Members that are not known are passed over, so that an older
 * program reads what a newer one wrote, as long as the version is the same.
 */
public final class StateJson {
    /** Changes where an older program would misunderstand. */
    private static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private StateJson() {}

    /** Returns a generation as text. */
    public static String write(Generation generation) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("version", VERSION);
            json.writeNumberProperty("generation", generation.number());
            json.writeStringProperty("applied", generation.appliedAt().toString());
            json.writeArrayPropertyStart("sources");
            generation.sources().forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("switching", generation.style().word());
            json.writeArrayPropertyStart("files");
            generation.files().forEach((name, file) -> write(json, name, file));
            json.writeEndArray();
            json.writeArrayPropertyStart("lingers");
            generation.lingers().forEach(linger -> write(json, linger));
            json.writeEndArray();
            json.writeArrayPropertyStart("homes");
            generation.homes().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, FileName name, RenderedFile file) {
        json.writeStartObject();
        json.writeStringProperty("name", name.toString());
        switch (file.content()) {
            case FileContent.Regular(String text, boolean isExecutable) -> {
                json.writeStringProperty("type", isExecutable ? "program" : "file");
                json.writeStringProperty("text", text);
            }
            case FileContent.Link(String target) -> {
                json.writeStringProperty("type", "link");
                json.writeStringProperty("target", target);
            }
        }
        write(json, file.position());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, LingerDeclaration linger) {
        json.writeStartObject();
        json.writeStringProperty("user", linger.user());
        json.writeBooleanProperty("on", linger.lingers());
        write(json, linger.position());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Position position) {
        json.writeStringProperty("source", position.file());
        json.writeNumberProperty("line", position.line());
        json.writeNumberProperty("column", position.column());
    }

    /** Returns a manifest as text. */
    static String write(Manifest manifest) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("version", VERSION);
            json.writeNumberProperty("generation", manifest.generation());
            json.writeArrayPropertyStart("lingers");
            manifest.lingers().forEach(json::writeString);
            json.writeEndArray();
            manifest.unfinishedFrom()
                    .ifPresent(from -> json.writeNumberProperty("unfinishedFrom", from));
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    /**
     * Returns the generation that a text is.
     *
     * @throws StateException where it is none; the message follows the file's name
     */
    public static Generation readGeneration(String text) throws StateException {
        var draft = new Draft();
        try (JsonReader json = new JsonReader(text)) {
            json.object(name -> {
                switch (name) {
                    case "version" -> checkVersion(json.number());
                    case "generation" -> draft.number = json.number();
                    case "applied" -> draft.appliedAt = instant(json.text());
                    case "sources" -> draft.sources = json.texts();
                    case "switching" ->
                            draft.style = SwitchStyle.ofWord(json.text()).orElse(SwitchStyle.NIXOS);
                    case "files" ->
                            json.array(
                                    JsonToken.START_OBJECT,
                                    () -> {
                                        readFile(json, draft.files);
                                        return draft;
                                    });
                    case "lingers" ->
                            draft.lingers =
                                    json.array(JsonToken.START_OBJECT, () -> readLinger(json));
                    case "homes" -> draft.homes.addAll(json.texts());
                    default -> json.skip();
                }
            });
        }
        return new Generation(
                draft.number,
                draft.appliedAt,
                draft.sources,
                draft.style,
                draft.files,
                draft.lingers,
                new TreeSet<>(draft.homes));
    }

    /** What has been read of a generation. */
    private static final class Draft {
        private int number;
        private Instant appliedAt = Instant.EPOCH;
        private List<String> sources = List.of();
        private SwitchStyle style = SwitchStyle.NIXOS;
        private final SortedMap<FileName, RenderedFile> files = new TreeMap<>();
        private List<LingerDeclaration> lingers = new ArrayList<>();
        private final Set<String> homes = new TreeSet<>();
    }

    /** What has been read of a file or a user. */
    private static final class Entry {
        private String name = "";
        private String type = "";
        private String text = "";
        private boolean isOn;
        private String source = "";
        private int line;
        private int column;

        Position position() {
            return new Position(source, line, column);
        }
    }

    private static Entry readEntry(JsonReader json) throws StateException {
        var entry = new Entry();
        json.members(member -> {
            switch (member) {
                case "name", "user" -> entry.name = json.text();
                case "type" -> entry.type = json.text();
                case "text", "target" -> entry.text = json.text();
                case "on" -> entry.isOn = json.flag();
                case "source" -> entry.source = json.text();
                case "line" -> entry.line = json.number();
                case "column" -> entry.column = json.number();
                default -> json.skip();
            }
        });
        return entry;
    }

    private static void readFile(JsonReader json, SortedMap<FileName, RenderedFile> files)
            throws StateException {
        Entry entry = readEntry(json);
        FileName name =
                FileName.parse(entry.name)
                        .orElseThrow(() ->
                                new StateException("has \"" + entry.name + "\" as a file's name"));
        FileContent content =
                switch (entry.type) {
                    case "file" -> new FileContent.Regular(entry.text, false);
                    case "program" -> new FileContent.Regular(entry.text, true);
                    case "link" -> new FileContent.Link(entry.text);
                    default -> throw new StateException("has a file of type " + entry.type);
                };
        if (files.size() == Rendering.MAX_FILES) {
            throw new StateException("has more than " + Rendering.MAX_FILES + " files");
        }
        files.put(name, new RenderedFile(content, entry.position()));
    }

    private static LingerDeclaration readLinger(JsonReader json) throws StateException {
        Entry entry = readEntry(json);
        return new LingerDeclaration(entry.name, entry.isOn, entry.position());
    }

    /** Returns the manifest that a text is. */
    static Manifest readManifest(String text) throws StateException {
        var draft = new ManifestDraft();
        try (JsonReader json = new JsonReader(text)) {
            json.object(name -> {
                switch (name) {
                    case "version" -> checkVersion(json.number());
                    case "generation" -> draft.generation = json.number();
                    case "lingers" -> draft.lingers.addAll(json.texts());
                    case "unfinishedFrom" -> draft.unfinishedFrom = OptionalInt.of(json.number());
                    default -> json.skip();
                }
            });
        }
        return new Manifest(draft.generation, new TreeSet<>(draft.lingers), draft.unfinishedFrom);
    }

    /** What has been read of a manifest. */
    private static final class ManifestDraft {
        private int generation;
        private final Set<String> lingers = new TreeSet<>();
        private OptionalInt unfinishedFrom = OptionalInt.empty();
    }

    private static void checkVersion(int version) throws StateException {
        if (version != VERSION) {
            throw new StateException(
                    "was written by another version of hearth (format "
                            + version
                            + ", this one knows "
                            + VERSION
                            + ")");
        }
    }

    private static Instant instant(String text) throws StateException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new StateException("has \"" + text + "\" as a time", e);
        }
    }
}
