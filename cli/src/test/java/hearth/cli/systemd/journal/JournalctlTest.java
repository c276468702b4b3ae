package hearth.cli.systemd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.Managers;
import hearth.cli.text.Screen;
import hearth.journal.EntryTime;
import hearth.journal.Field;
import hearth.journal.Id128;
import hearth.journal.file.FileStorage;
import hearth.journal.file.Shape;
import hearth.journal.write.JournalWriter;
import hearth.journal.write.NewFile;
import hearth.journal.write.Sequence;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalctlTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Id128 BOOT = new Id128(5, 6);
    private static final Id128 OTHER = new Id128(7, 8);

    @TempDir private Path directory;

    private final StringWriter said = new StringWriter();

    /** Three lines a minute apart, the first of another boot. */
    @BeforeEach
    void write() throws IOException {
        FileStorage storage = FileStorage.create(directory.resolve("system.journal"));
        var sequence = new Sequence(new Id128(3, 4), 0);
        var file =
                new NewFile(
                        new Id128(1, 2),
                        new Id128(9, 9),
                        BOOT,
                        new Shape(true),
                        2047,
                        NewFile.FIELD_BUCKETS);
        JournalWriter writer = JournalWriter.create(storage, file, sequence, 64 << 20);
        append(writer, 0, OTHER, "a.service", "6", "\u001b[31mone\u001b[0m");
        append(writer, 1, BOOT, "a.service", "3", "two\nlines");
        append(writer, 2, BOOT, "b.service", "6", "three \u0007 bells");
        writer.commit();
        storage.close();
    }

    private static void append(
            JournalWriter writer,
            int minutes,
            Id128 boot,
            String unit,
            String priority,
            String text)
            throws IOException {
        long usec = (NOON.getEpochSecond() + 60L * minutes) * 1_000_000;
        writer.append(
                new EntryTime(usec, 1_000_000L * (minutes + 1), boot),
                List.of(
                        Field.of("MESSAGE", text),
                        Field.of("_SYSTEMD_UNIT", unit),
                        Field.of("_HOSTNAME", "box"),
                        Field.of("SYSLOG_IDENTIFIER", "tool"),
                        Field.of("_PID", "42"),
                        Field.of("PRIORITY", priority)));
    }

    private int journalctl(String... arguments) throws Exception {
        var typed = new ArrayList<>(List.of("-D", directory.toString()));
        typed.addAll(List.of(arguments));
        var screen =
                new Screen(new PrintWriter(said, true), new PrintWriter(said, true), false, false);
        var alice = new Account(2001, "alice");
        return Journalctl.of(typed)
                .perform(
                        new Context(
                                screen,
                                InstantSource.fixed(NOON.plusSeconds(600)),
                                () -> ZoneOffset.UTC,
                                new Managers(
                                        directory,
                                        List.of(),
                                        alice,
                                        user -> Files.getOwner(directory)),
                                alice));
    }

    @Test
    void entriesStandInTheirOrderWithTheirBoots() throws Exception {
        assertThat(journalctl()).isZero();

        assertThat(said)
                .hasToString(
                        """
                        Nov 22 12:00:00 box tool[42]: one
                        -- Boot 00000000000000050000000000000006 --
                        Nov 22 12:01:00 box tool[42]: two
                                                      lines
                        Nov 22 12:02:00 box tool[42]: [13B blob data]
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-n 1 -o short-iso | 2026-11-22T12:02:00+0000 box tool[42]: [13B blob data]",
                "-r -n1 -o short-unix | 1795348920.000000 box tool[42]: [13B blob data]",
                "-u a -o cat -n 1 -p err | two/lines",
                "-u a -o cat -n 1 -r | two/lines",
                "-p err -o cat | two/lines",
                "-p 6..6 -o cat -n 1 | three \\x07 bells",
                "-S @1795348830 -n 1 -o cat | two/lines",
                "-U -9min -o cat -p err | two/lines",
                "-b 00000000000000070000000000000008 | Nov 22 12:00:00 box tool[42]: one",
                "_SYSTEMD_UNIT=b.service PRIORITY=6 -o cat | three \\x07 bells",
                "_SYSTEMD_UNIT=b.service PRIORITY=3 -o cat | -- No entries --",
                "_SYSTEMD_UNIT=b.service + PRIORITY=3 -o cat | two/lines/three \\x07 bells",
                "-t other | -- No entries --",
                "-t other -q | ''",
                "-F PRIORITY | 6/3",
                "--no-hostname -n 1 -o short-monotonic | [    3.000000] tool[42]: [13B blob data]",
            })
    void optionsChoose(String typed, String lines) throws Exception {
        assertThat(journalctl(typed.split(" ", -1))).isZero();

        assertThat(said.toString().strip().replace("\n", "/"))
                .isEqualTo(lines.equals("''") ? "" : lines);
    }

    @Test
    void jsonHasEachFieldOnce() throws Exception {
        journalctl("-n", "1", "-o", "json");

        assertThat(said.toString())
                .contains("\"__REALTIME_TIMESTAMP\":\"1795348920000000\"")
                .contains("\"_BOOT_ID\":\"00000000000000050000000000000006\"")
                .contains("\"MESSAGE\":[116,104,114,101,101,32,7,32,98,101,108,108,115]")
                .contains("\"PRIORITY\":\"6\"");
    }

    @ParameterizedTest
    @CsvSource({
        "-p bogus, Unknown log level bogus",
        "-S bogus, Failed to parse timestamp: bogus",
        "-o bogus, Unknown output format 'bogus'.",
        "bogus, Failed to add match 'bogus': Invalid argument",
        "--grep=x, journalctl: option '--grep' is not supported here",
    })
    void whatMakesNoSenseIsSaid(String typed, String message) {
        assertThatThrownBy(() -> journalctl(typed.split(" ", -1)))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(message);
    }
}
