package hearth.nix.declaration;

/**
 * Where somebody wrote something.
 *
 * @param file the path as it is to be shown, empty where nobody wrote it
 * @param line from 1; 0 where only the file is known
 * @param column the character in that line, from 1; 0 where only the line is known
 */
public record Position(String file, int line, int column) {
    /** Of what nobody wrote: a default, a value that was computed. */
    public static final Position NOWHERE = new Position("", 0, 0);

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
    }
}
