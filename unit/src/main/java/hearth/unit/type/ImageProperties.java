package hearth.unit.type;

import hearth.unit.setting.Property;
import hearth.unit.setting.Wire;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What clients set about images of file systems. Only root can mount them, so what is written is
 * kept as text, and these properties write that text.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     RootImage=</a>
 */
public final class ImageProperties {
    private ImageProperties() {}

    /** Returns the properties of {@code RootHash=}: bytes, or the path of a file with them. */
    public static List<Property<String>> rootHash() {
        return List.of(
                property("RootHash", "ay", value -> HexFormat.of().formatHex((byte[]) value)),
                property("RootHashPath", "s", Wire::literal));
    }

    /** Returns the properties of {@code RootHashSignature=}. */
    public static List<Property<String>> rootHashSignature() {
        return List.of(
                property(
                        "RootHashSignature",
                        "ay",
                        value -> "base64:" + Base64.getEncoder().encodeToString((byte[]) value)),
                property("RootHashSignaturePath", "s", Wire::literal));
    }

    /** Returns the property of {@code RootImageOptions=}. */
    public static List<Property<String>> rootImageOptions() {
        return List.of(property("RootImageOptions", "a(ss)", ImageProperties::options));
    }

    /** Returns the property of {@code MountImages=}. */
    public static List<Property<List<String>>> mountImages() {
        return List.of(
                lines(
                        "MountImages",
                        "a(ssba(ss))",
                        image ->
                                optional(image.get(2))
                                        + path(image.get(0))
                                        + ":"
                                        + path(image.get(1))
                                        + behind(image.get(3))));
    }

    /** Returns the property of {@code ExtensionImages=}. */
    public static List<Property<List<String>>> extensionImages() {
        return List.of(
                lines(
                        "ExtensionImages",
                        "a(sba(ss))",
                        image ->
                                optional(image.get(1))
                                        + path(image.get(0))
                                        + behind(image.get(2))));
    }

    private static Property<String> property(
            String name, String signature, Function<Object, String> text) {
        return new Property<>(
                name,
                Wire.scalar(signature, value -> nothing(signature), text),
                Property.Access.TRANSIENT_ONLY);
    }

    /** Nothing holds, as nothing is mounted. */
    private static Object nothing(String signature) {
        return switch (signature) {
            case "s" -> "";
            case "ay" -> new byte[0];
            default -> List.of();
        };
    }

    private static Property<List<String>> lines(
            String name, String signature, Function<List<?>, String> text) {
        return new Property<>(
                name,
                Wire.list(signature, value -> List.of(), member -> text.apply((List<?>) member)),
                Property.Access.TRANSIENT_ONLY);
    }

    private static String optional(Object mayBeMissing) {
        return (Boolean) mayBeMissing ? "-" : "";
    }

    private static String path(Object path) {
        Optional<String> problem = BasicTypes.problemOfAbsolute(path.toString());
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
        return Wire.literal(path).replace(":", "\\:");
    }

    private static String behind(Object options) {
        String text = options(options);
        return text.isEmpty() ? "" : ":" + text;
    }

    private static String options(Object pairs) {
        return ((List<?>) pairs)
                .stream()
                        .map(pair -> (List<?>) pair)
                        .map(pair ->
                                pair.get(0).toString().isEmpty()
                                        ? Wire.literal(pair.get(1))
                                        : pair.get(0) + ":" + Wire.literal(pair.get(1)))
                        .collect(Collectors.joining(" "));
    }
}
