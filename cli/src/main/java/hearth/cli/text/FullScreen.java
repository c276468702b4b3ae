package hearth.cli.text;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** A terminal that shows one picture after the other, and tells of single keys. */
public interface FullScreen extends AutoCloseable {
    /** The key that moves up. */
    int UP = 0x101;

    /** The key that moves down. */
    int DOWN = 0x102;

    /** The key that moves up by a page. */
    int PAGE_UP = 0x103;

    /** The key that moves down by a page. */
    int PAGE_DOWN = 0x104;

    /** The key that goes back. */
    int ESCAPE = 0x1b;

    /** The key that confirms. */
    int ENTER = '\n';

    /** The key that takes a letter away. */
    int BACKSPACE = 0x7f;

    /** How large a terminal is, in characters. */
    record Size(int columns, int rows) {}

    /**
     * Waits a fifth of a second at most for a key.
     *
     * @return its character, or one of this interface's; nothing where none came
     * @throws IOException where the terminal has gone
     */
    OptionalInt key() throws IOException;

    /** Returns how large the terminal is now. */
    Size size();

    /** Shows lines from the top, and nothing below them. */
    void draw(List<Line> lines);

    /** Leaves the terminal as it was. */
    @Override
    void close();
}
