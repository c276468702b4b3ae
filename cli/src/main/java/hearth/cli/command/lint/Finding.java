package hearth.cli.command.lint;

/**
 * Something about a line of a unit file.
 *
 * @param file where
 * @param line from 1; 0 for the file as a whole
 * @param what is so, in words that can follow a colon
 * @param why it is so
 * @param cure what to do about it
 */
record Finding(String file, int line, String what, String why, String cure) {
    /** Returns the place as compilers write it. */
    String place() {
        return line == 0 ? file : file + ":" + line;
    }
}
