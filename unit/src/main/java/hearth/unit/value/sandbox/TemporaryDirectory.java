package hearth.unit.value.sandbox;

/**
 * One file system of {@code TemporaryFileSystem=}.
 *
 * @param path where it is mounted
 * @param options how; perhaps empty
 */
public record TemporaryDirectory(String path, String options) {}
