package hearth.unit.load;

/**
 * One place where a unit's files say something.
 *
 * @param path the file's, or a link's
 * @param line from 1; 0 for a link
 * @param value as written; for a link the name of the unit that is meant
 */
public record WrittenLine(String path, int line, String value) {
    /** Returns where it is: {@code /path/to/file:4}, or a link's path. */
    public String place() {
        return line == 0 ? path : path + ":" + line;
    }
}
