package hearth.cli.text;

import hearth.unit.syntax.Printable;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes lines of text that a terminal may be shown, whatever they were made of: for a library that
 * writes by itself.
 */
public final class PrintableWriter extends Writer {
    private final Writer writer;

    /** Creates one that writes to another, and flushes and closes it. */
    public PrintableWriter(Writer writer) {
        this.writer = writer;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        writer.write(Printable.lines(new String(text, offset, length)));
    }

    @Override
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
