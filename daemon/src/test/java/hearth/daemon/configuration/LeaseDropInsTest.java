package hearth.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LeaseEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases that files declare. */
class LeaseDropInsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir Path directory;
    private final List<String> said = new ArrayList<>();

    private void write(String name, String text, Instant when) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(when));
    }

    private LeaseDeclaration.All read() {
        return LeaseDropIns.read(
                List.of(directory.resolve("etc"), directory.resolve("usr")), NOW, said::add);
    }

    private static LeaseEnd at(Instant moment) {
        return new LeaseEnd.At(moment.toEpochMilli() * 1_000);
    }

    @Test
    void aFileDeclaresALeaseForEachOfItsUsers() throws IOException {
        write("usr/linger.d/ci.conf", "[Lease]\nUser=alice bob\nReason=the builds\n", NOW);

        LeaseDeclaration.All all = read();

        assertThat(all.isWhole()).isTrue();
        assertThat(all.declarations())
                .containsExactly(
                        new LeaseDeclaration(
                                directory + "/usr/linger.d/ci.conf",
                                List.of("alice", "bob"),
                                "the builds",
                                NOW.toEpochMilli() * 1_000,
                                new LeaseEnd.Never()));
        assertThat(said).isEmpty();
    }

    @Test
    void theAdministratorsFileIsReadInThePlaceOfThePackages() throws IOException {
        write("usr/linger.d/ci.conf", "[Lease]\nUser=alice\n", NOW);
        write("etc/linger.d/ci.conf", "[Lease]\nUser=bob\n", NOW);
        assertThat(read().declarations())
                .extracting(LeaseDeclaration::users)
                .containsExactly(List.of("bob"));
    }

    @Test
    void timesAreRelativeToTheFile() throws IOException {
        Instant written = NOW.minus(Duration.ofHours(2));
        write("etc/linger.d/a.conf", "[Lease]\nUser=alice\nFor=8h\n", written);
        write("etc/linger.d/b.conf", "[Lease]\nUser=alice\nUntil=+3h\n", written);
        write("etc/linger.d/c.conf", "[Lease]\nUser=alice\nUntil=2027-01-01 UTC\n", written);
        assertThat(read().declarations())
                .extracting(LeaseDeclaration::end)
                .containsExactly(
                        at(NOW.plus(Duration.ofHours(6))),
                        at(NOW.plus(Duration.ofHours(1))),
                        at(Instant.parse("2027-01-01T00:00:00Z")));
    }

    @Test
    void anEndTooFarAwayIsAMistake() throws IOException {
        write("etc/linger.d/a.conf", "[Lease]\nUser=alice\nFor=68y\n", NOW);
        write("etc/linger.d/b.conf", "[Lease]\nUser=alice\nFor=69y\n", NOW);
        write("etc/linger.d/c.conf", "[Lease]\nUser=alice\nFor=infinity\n", NOW);
        write("etc/linger.d/d.conf", "[Lease]\nUser=alice\nUntil=+8000y\n", NOW);
        write("etc/linger.d/e.conf", "[Lease]\nUser=alice\nUntil=+292470y\n", NOW);

        read();

        String place = directory + "/etc/linger.d/";
        assertThat(said)
                .containsExactly(
                        place + "b.conf:3: For= cannot be '69y', ignored",
                        place + "c.conf:3: For= cannot be 'infinity', ignored",
                        place + "d.conf:3: Until= cannot be '+8000y', ignored",
                        place + "e.conf:3: Until= cannot be '+292470y', ignored");
    }

    @Test
    void aMistakeIsToldWithItsLineAndTheRestCounts() throws IOException {
        write(
                "etc/linger.d/a.conf",
                "[Lease]\nUser=alice ../x\nColour=red\nUntil=soon\n[Other]\nA=b\n",
                NOW);
        write("etc/linger.d/b.conf", "[Lease]\nReason=none\n", NOW);
        write("etc/linger.d/c.conf", "[Lease]\nUser=bob\nFor=1h\n", NOW.minusSeconds(7_200));

        assertThat(read().declarations())
                .extracting(LeaseDeclaration::users, LeaseDeclaration::end)
                .startsWith(tuple(List.of("alice"), new LeaseEnd.Never()));

        String place = directory + "/etc/linger.d/";
        assertThat(said)
                .containsExactly(
                        place + "a.conf:2: '../x' is no user's name, ignored",
                        place + "a.conf:3: unknown setting Colour=, ignored",
                        place + "a.conf:4: Until= cannot be 'soon', ignored",
                        place + "a.conf:6: unknown section [Other], ignored",
                        place + "b.conf: no User= in a section [Lease], ignored",
                        place + "c.conf:3: that time is over, so this declares no lease");
    }
}
