package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.syntax.CEscapes;
import hearth.unit.value.exec.InputStream;
import hearth.unit.value.exec.OutputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Standard input, output and error.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5), LOGGING
 *     AND STANDARD INPUT/OUTPUT</a>
 */
public final class StreamTypes {
    /** The most bytes of {@code StandardInputData=}, as in systemd. */
    private static final int MAX_DATA = 64 << 20;

    /** {@code StandardInput=}. */
    public static final ValueType<InputStream> INPUT =
            new ValueType<>(
                    "standard input",
                    StreamTypes::parseInput,
                    Merge.assign(),
                    Wire.scalar("s", StreamTypes::nameOf, Object::toString));

    /** {@code StandardOutput=} and {@code StandardError=}. */
    public static final ValueType<OutputStream> OUTPUT =
            new ValueType<>(
                    "standard output",
                    StreamTypes::parseOutput,
                    Merge.assign(),
                    Wire.scalar("s", StreamTypes::nameOf, StreamTypes::presentName));

    /** {@code StandardInputData=}: base 64. */
    public static final ValueType<byte[]> DATA =
            new ValueType<>(
                    "base 64",
                    StreamTypes::parseData,
                    new Merge<>(Merge.Empty.RESETS, Data::new),
                    Wire.scalar(
                            "ay",
                            data -> data,
                            value -> Base64.getEncoder().encodeToString((byte[]) value)));

    private StreamTypes() {}

    /** What the journal was called once is understood in files alone. */
    private static String presentName(Object name) {
        if (name.toString().startsWith("syslog")) {
            throw new IllegalArgumentException("'" + name + "' is not something to write to");
        }
        return name.toString();
    }

    /** Returns the properties of an output, with the transient ones that name a file. */
    public static List<Property<OutputStream>> outputProperties(String name) {
        return List.of(
                new Property<>(name, OUTPUT.wire(), Property.Access.LISTED),
                new Property<>(
                        name + "FileDescriptorName",
                        Wire.scalar("s", StreamTypes::descriptor, value -> "fd:" + value),
                        Property.Access.LISTED),
                file(name + "File", OutputStream.Opening.OVERWRITE),
                file(name + "FileToAppend", OutputStream.Opening.APPEND),
                file(name + "FileToTruncate", OutputStream.Opening.TRUNCATE));
    }

    private static Property<OutputStream> file(String name, OutputStream.Opening opening) {
        return new Property<>(
                name,
                Wire.scalar(
                        "s",
                        StreamTypes::pathOf,
                        value -> opening.wireName() + ":" + Wire.literal(value)),
                Property.Access.TRANSIENT_ONLY);
    }

    /** Returns the properties of an input, with the transient one that names a file. */
    public static List<Property<InputStream>> inputProperties(String name) {
        return List.of(
                new Property<>(name, INPUT.wire(), Property.Access.LISTED),
                new Property<>(
                        name + "FileDescriptorName",
                        Wire.scalar(
                                "s",
                                input ->
                                        input instanceof InputStream.Descriptor(String fd)
                                                ? fd.isEmpty() ? "stdin" : fd
                                                : "",
                                value -> "fd:" + value),
                        Property.Access.LISTED),
                new Property<>(
                        name + "File",
                        Wire.scalar(
                                "s",
                                input -> input instanceof InputStream.File(String path) ? path : "",
                                value -> "file:" + Wire.literal(value)),
                        Property.Access.TRANSIENT_ONLY));
    }

    private static String descriptor(OutputStream output) {
        return output instanceof OutputStream.Descriptor(String name) ? name : "";
    }

    private static String pathOf(OutputStream output) {
        return output instanceof OutputStream.File(String path, OutputStream.Opening opening)
                ? path
                : "";
    }

    private static Optional<InputStream> parseInput(String text, Reading reading) {
        if (text.startsWith("file:")) {
            return file(text.substring(5), reading).map(InputStream.File::new);
        }
        if (text.startsWith("fd:")) {
            return reading.resolve(text.substring(3)).map(InputStream.Descriptor::new);
        }
        Optional<InputStream> stream =
                switch (text) {
                    case "null" -> Optional.of(new InputStream.Null());
                    case "tty" -> Optional.of(new InputStream.Tty(InputStream.TtyAccess.WAIT));
                    case "tty-force" ->
                            Optional.of(new InputStream.Tty(InputStream.TtyAccess.FORCE));
                    case "tty-fail" -> Optional.of(new InputStream.Tty(InputStream.TtyAccess.FAIL));
                    case "socket" -> Optional.of(new InputStream.Socket());
                    case "data" -> Optional.of(new InputStream.Data());
                    case "fd" -> Optional.of(new InputStream.Descriptor(""));
                    default -> Optional.empty();
                };
        return BasicTypes.orWarn(stream, text, "something to read from", reading);
    }

    private static Optional<OutputStream> parseOutput(String text, Reading reading) {
        for (OutputStream.Opening opening : OutputStream.Opening.values()) {
            if (text.startsWith(opening.wireName() + ":")) {
                return file(text.substring(opening.wireName().length() + 1), reading)
                        .map(path -> new OutputStream.File(path, opening));
            }
        }
        if (text.startsWith("fd:")) {
            return reading.resolve(text.substring(3)).map(OutputStream.Descriptor::new);
        }
        Optional<OutputStream> stream =
                switch (text) {
                    case "inherit" -> Optional.of(new OutputStream.Inherit());
                    case "null" -> Optional.of(new OutputStream.Null());
                    case "tty" -> Optional.of(new OutputStream.Tty());
                    case "journal", "syslog" -> Optional.of(new OutputStream.Journal(false));
                    case "journal+console", "syslog+console" ->
                            Optional.of(new OutputStream.Journal(true));
                    case "kmsg" -> Optional.of(new OutputStream.KernelLog(false));
                    case "kmsg+console" -> Optional.of(new OutputStream.KernelLog(true));
                    case "socket" -> Optional.of(new OutputStream.Socket());
                    case "fd" -> Optional.of(new OutputStream.Descriptor(""));
                    default -> Optional.empty();
                };
        return BasicTypes.orWarn(stream, text, "something to write to", reading);
    }

    private static Optional<String> file(String path, Reading reading) {
        return reading.resolve(path).flatMap(plain -> BasicTypes.absolute(plain, reading));
    }

    private static String nameOf(InputStream input) {
        return switch (input) {
            case InputStream.Null none -> "null";
            case InputStream.Tty(InputStream.TtyAccess access) -> access.wireName();
            case InputStream.Data data -> "data";
            case InputStream.File file -> "file";
            case InputStream.Socket socket -> "socket";
            case InputStream.Descriptor descriptor -> "fd";
        };
    }

    private static String nameOf(OutputStream output) {
        return switch (output) {
            case OutputStream.Inherit inherit -> "inherit";
            case OutputStream.Null none -> "null";
            case OutputStream.Tty tty -> "tty";
            case OutputStream.Journal(boolean isOnConsole) ->
                    isOnConsole ? "journal+console" : "journal";
            case OutputStream.KernelLog(boolean isOnConsole) ->
                    isOnConsole ? "kmsg+console" : "kmsg";
            case OutputStream.Socket socket -> "socket";
            case OutputStream.File(String path, OutputStream.Opening opening) -> opening.wireName();
            case OutputStream.Descriptor descriptor -> "fd";
        };
    }

    /**
     * Reads {@code StandardInputText=}, a line of what {@code StandardInputData=} adds to as well.
     */
    public static Optional<byte[]> parseLine(String text, Reading reading) {
        Optional<String> plain = CEscapes.unescape(text);
        if (plain.isEmpty()) {
            reading.warn("'" + text + "' has an unknown escape sequence, ignored");
        }
        return plain.flatMap(reading::resolve)
                .map(line -> (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> parseData(String text, Reading reading) {
        try {
            byte[] packed = text.replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII);
            return Optional.of(Base64.getDecoder().decode(packed));
        } catch (IllegalArgumentException e) {
            reading.warn("the data is not base 64, ignored");
            return Optional.empty();
        }
    }

    private static final class Data implements Merge.Sum<byte[]> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void add(byte[] more) {
            if (bytes.size() <= MAX_DATA - more.length) {
                bytes.writeBytes(more);
            }
        }

        @Override
        public byte[] total() {
            return bytes.toByteArray();
        }
    }
}
