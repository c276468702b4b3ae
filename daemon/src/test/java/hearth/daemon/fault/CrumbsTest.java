package hearth.daemon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.mailbox.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrumbsTest {
    @TempDir Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("crumbs");
    }

    private Crumbs begun() throws IOException {
        Crumbs crumbs = Crumbs.open(file);
        crumbs.begin();
        return crumbs;
    }

    @Test
    void theNextBrainKnowsWhoseWorkWasBeingDone() throws IOException {
        Crumbs crumbs = begun();
        crumbs.begins(0, 2001);
        crumbs.begins(1, 2002);
        crumbs.begins(2, Turns.NOBODY);
        crumbs.ends(1);
        crumbs.heaviest(2003, 12_345);

        Crumbs.Left left = Crumbs.open(file).begin();

        assertThat(left).isEqualTo(new Crumbs.Left(Set.of(2001, Turns.NOBODY), 2003, 12_345));
    }

    @Test
    void whatWasFoundIsFoundOnce() throws IOException {
        begun().begins(0, 2001);
        Crumbs.open(file).begin();
        assertThat(Crumbs.open(file).begin()).isEqualTo(new Crumbs.Left(Set.of(), -1, 0));
    }

    @Test
    void faultsOutliveManyBrains() throws IOException {
        begun().remember(Map.of(-2, new Crumbs.Faults(3, 99)));
        Crumbs.open(file).begin();
        assertThat(Crumbs.open(file).faults()).isEqualTo(Map.of(-2, new Crumbs.Faults(3, 99)));
    }

    @Test
    void asManyFaultsAsFitAreKept() throws IOException {
        var faults = new HashMap<Integer, Crumbs.Faults>();
        for (int uid = 1; uid <= Crumbs.FAULTS_MAX + 5; uid++) {
            faults.put(uid, new Crumbs.Faults(1, uid));
        }
        begun().remember(faults);
        assertThat(Crumbs.open(file).faults()).hasSize(Crumbs.FAULTS_MAX);
    }

    @Test
    void aFileOfSomethingElseSaysNothing() throws IOException {
        Files.write(file, new byte[] {1, 2, 3});
        assertThat(Crumbs.open(file).begin()).isEqualTo(new Crumbs.Left(Set.of(), -1, 0));
        assertThat(Crumbs.open(file).faults()).isEmpty();
    }

    @Test
    void aThreadThatHasNoRoomLeavesNoCrumb() throws IOException {
        Crumbs crumbs = begun();
        crumbs.begins(4_000, 2001);
        crumbs.ends(4_000);
        assertThat(Crumbs.open(file).begin().atWork()).isEmpty();
    }
}
