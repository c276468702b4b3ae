package hearth.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The machine's own journalctl, which judges what is written here. */
public final class Journalctl {
    private static final Path PROGRAM = Path.of("/usr/bin/journalctl");

    /** What a program said, and how it ended. */
    @SuppressWarnings("ArrayRecordComponent") // looked at once
    public record Said(int status, byte[] output) {
        public String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    private Journalctl() {}

    public static boolean isThere() {
        return Files.isExecutable(PROGRAM);
    }

    /** Runs it on a file. */
    public static Said run(Path file, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--file=" + file));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        try {
            return new Said(process.waitFor(), output);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Returns the entries of an export, each field as name, equals sign and value.
     *
     * @see <a href="https://systemd.io/JOURNAL_EXPORT_FORMATS">Journal Export Format</a>
     */
    public static List<List<Field>> exported(byte[] export) throws IOException {
        List<List<Field>> entries = new ArrayList<>();
        List<Field> entry = new ArrayList<>();
        for (int start = 0; start < export.length; ) {
            int end = start;
            while (export[end] != '\n') {
                end++;
            }
            if (end == start) {
                entries.add(List.copyOf(entry));
                entry.clear();
                start++;
                continue;
            }
            int equals = start;
            while (equals < end && export[equals] != '=') {
                equals++;
            }
            String name = new String(export, start, equals - start, StandardCharsets.US_ASCII);
            if (equals < end) {
                entry.add(Field.of(name, export, equals + 1, end));
                start = end + 1;
            } else {
                int length =
                        (int)
                                ByteBuffer.wrap(export)
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .getLong(end + 1);
                entry.add(Field.of(name, export, end + 9, end + 9 + length));
                start = end + 10 + length;
            }
        }
        return entries;
    }
}
