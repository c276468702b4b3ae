package hearth.cli.client;

/**
 * A unit file.
 *
 * @param path where it lies
 * @param state {@code enabled}, {@code disabled}, {@code static}, {@code masked}, ...
 */
public record UnitFileRow(String path, String state) {
    /** Returns the unit's name: the last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
