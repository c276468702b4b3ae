package hearth.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.EntryKind;
import hearth.daemon.protocol.record.TreeEntry;
import hearth.unit.load.ManagerLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagerTextsTest {
    @TempDir Path root;

    private ManagerTextsTest write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    private static TreeEntry file(int directory, String name, String text) {
        return new TreeEntry(
                directory,
                name,
                EntryKind.FILE,
                1,
                "",
                "",
                Bytes.of(text.getBytes(StandardCharsets.UTF_8)),
                0);
    }

    private static List<String> names(ManagerTexts texts) {
        return texts.userConf().stream()
                .map(ManagerLoader.File::path)
                .map(path -> path.substring(path.lastIndexOf("systemd/") + "systemd/".length()))
                .toList();
    }

    @Test
    void dropInsComeByNameAndTheFirstDirectoryWins() throws IOException {
        write("etc/systemd/user.conf", "[Manager]\n")
                .write("etc/systemd/user.conf.d/20.conf", "etc")
                .write("run/systemd/user.conf.d/20.conf", "run")
                .write("usr/lib/systemd/user.conf.d/10.conf", "usr")
                .write("usr/lib/systemd/user.conf.d/readme", "no");

        ManagerTexts texts = new SystemManagerTexts(root).read();

        assertThat(names(texts))
                .containsExactly("user.conf", "user.conf.d/10.conf", "user.conf.d/20.conf");
        assertThat(texts.dropIns().values())
                .extracting(ManagerTexts.Text::content)
                .containsExactly("usr", "etc");
    }

    @Test
    void aLinkToTheNullDeviceHidesTheOthersOfItsName() throws IOException {
        write("usr/lib/environment.d/10.conf", "A=1\n").write("etc/environment.d/20.conf", "B=1\n");
        Path link = root.resolve("etc/environment.d/10.conf");
        Files.createSymbolicLink(link, Path.of("/dev/null"));
        Map<String, String> variables = new LinkedHashMap<>();

        new SystemManagerTexts(root).read().addEnvironment(variables, 1_000);
        Files.delete(link);

        assertThat(variables).containsExactly(Map.entry("B", "1"));
    }

    @Test
    void aFileIsReadAgainOnceItHasChanged() throws IOException {
        write("etc/systemd/user.conf", "[Manager]\n");
        var texts = new SystemManagerTexts(root);
        ManagerTexts before = texts.read();
        assertThat(texts.read().main().orElseThrow()).isSameAs(before.main().orElseThrow());

        write("etc/systemd/user.conf", "[Manager]\nLogLevel=debug\n");

        assertThat(texts.read().main().orElseThrow().content()).contains("debug");
    }

    @Test
    void theUsersMainFileStandsForTheMachines() {
        ManagerTexts own =
                ManagerTexts.ofHand(
                        "/home/alice/.config",
                        List.of(
                                file(4, "hello.service", "[Service]"),
                                file(5, "user.conf", "[Manager]"),
                                file(5, "user.conf.d/05.conf", "own"),
                                file(5, "other.conf", "no"),
                                file(6, "10.conf", "X=own")),
                        5);
        ManagerTexts machine =
                ManagerTexts.ofHand(
                        "/machine",
                        List.of(
                                file(5, "user.conf", "[Manager]"),
                                file(5, "user.conf.d/05.conf", "machine"),
                                file(5, "user.conf.d/07.conf", "machine"),
                                file(6, "10.conf", "X=machine")),
                        5);

        ManagerTexts both = own.over(machine);

        assertThat(both.userConf())
                .extracting(ManagerLoader.File::path)
                .containsExactly(
                        "/home/alice/.config/systemd/user.conf",
                        "/home/alice/.config/systemd/user.conf.d/05.conf",
                        "/machine/systemd/user.conf.d/07.conf");
        Map<String, String> variables = new LinkedHashMap<>();
        both.addEnvironment(variables, 1_000);
        assertThat(variables).containsExactly(Map.entry("X", "own"));
    }

    @Test
    void laterFilesOfTheEnvironmentKnowEarlierOnes() {
        ManagerTexts texts =
                ManagerTexts.ofHand(
                        "/c",
                        List.of(file(1, "20.conf", "B=$A/b"), file(1, "10.conf", "A=${HOME}/a")),
                        0);
        Map<String, String> variables = new LinkedHashMap<>(Map.of("HOME", "/h"));

        assertThat(texts.addEnvironment(variables, 1_000)).isEmpty();

        assertThat(variables).containsEntry("A", "/h/a").containsEntry("B", "/h/a/b");
    }

    @Test
    void aFileThatMakesTheEnvironmentTooLargeIsLeftOut() {
        ManagerTexts texts =
                ManagerTexts.ofHand(
                        "/c",
                        List.of(
                                file(1, "10.conf", "A=" + "x".repeat(100)),
                                file(1, "20.conf", "B=1")),
                        0);
        Map<String, String> variables = new LinkedHashMap<>();

        assertThat(texts.addEnvironment(variables, 50)).containsExactly("/c/environment.d/10.conf");

        assertThat(variables).containsExactly(Map.entry("B", "1"));
    }
}
