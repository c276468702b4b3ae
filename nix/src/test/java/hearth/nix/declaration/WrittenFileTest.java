package hearth.nix.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrittenFileTest {
    @Test
    void equalFilesHaveOnePlace() {
        assertThat(WrittenFile.program("backup", "tar\n").path())
                .isEqualTo(WrittenFile.program("backup", "tar\n").path());
    }

    @Test
    void anotherTextLiesElsewhere() {
        assertThat(WrittenFile.program("backup", "tar\n").path())
                .isNotEqualTo(WrittenFile.program("backup", "rsync\n").path());
    }

    @Test
    void partsDoNotRunIntoEachOther() {
        assertThat(new WrittenFile("a", "b", "c", true).entryName().substring(0, 40))
                .isNotEqualTo(new WrittenFile("a", "", "bc", true).entryName().substring(0, 40));
    }

    @Test
    void aProgramInADirectoryHasThatDirectorysPath() {
        var file = new WrittenFile("backup", "bin/backup", "tar\n", true);

        assertThat(file.path()).matches("/nix/store/[0-9a-f]{40}-backup");
        assertThat(file.filePath()).isEqualTo(file.path() + "/bin/backup");
    }
}
