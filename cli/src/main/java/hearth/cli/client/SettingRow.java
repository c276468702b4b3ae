package hearth.cli.client;

/**
 * A setting of the login manager's.
 *
 * @param name as in {@code logind.conf}
 * @param value as a file would have it
 * @param file which file says so; empty where none does
 * @param line counted from 1
 */
public record SettingRow(String name, String value, String file, long line) {
    /** Returns where it comes from, for people. */
    public String origin() {
        return file.isEmpty() ? "built in" : file + ":" + line;
    }

    /** Returns the setting as a file has it, with where it comes from. */
    public String text() {
        return name + "=" + value + " (" + origin() + ")";
    }
}
