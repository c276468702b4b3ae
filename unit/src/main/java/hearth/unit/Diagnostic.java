package hearth.unit;

/**
 * Something to say to whoever wrote a unit file.
 *
 * @param file the path, empty where there is none
 * @param line the first line it is about, from 1; 0 where it is about the whole file
 * @param column the character in that line, from 1; 0 where it is about the whole line
 * @param severity what it means for the unit
 * @param message lower case, no full stop
 */
public record Diagnostic(String file, int line, int column, Severity severity, String message) {

    /** What follows from a diagnostic. */
    public enum Severity {
        /** Worth knowing; nothing was dropped. */
        NOTICE,
        /** A line, or a part of one, was ignored. */
        WARNING,
        /** The unit cannot be used. */
        ERROR
    }

    @Override
    public String toString() {
        return (file.isEmpty() ? "" : file + ":")
                + (line == 0 ? "" : line + ":")
                + (column == 0 ? "" : column + ":")
                + (file.isEmpty() && line == 0 ? "" : " ")
                + message;
    }
}
