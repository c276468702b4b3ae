package hearth.cli;

import static hearth.cli.Terminal.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.cli.command.CommandFailure;
import hearth.cli.command.edit.Desk;
import hearth.cli.command.edit.Edit;
import hearth.dbus.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditTest {
    private static final String HELLO = "[Service]\nExecStart=/bin/hello\n";

    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;
    private Path own;
    private Path vendor;

    @BeforeEach
    void sitDown() throws IOException {
        terminal = new Terminal(run);
        own = Files.createDirectories(run.resolve("config/systemd/user"));
        vendor = Files.createDirectories(run.resolve("usr/systemd/user"));
        Files.writeString(vendor.resolve("hello.service"), HELLO);
        terminal.manager.object(
                "/org/freedesktop/systemd1",
                Map.of(
                        "UnitPath",
                        new Value.Array(
                                "s", List.of(text(own.toString()), text(vendor.toString())))));
        hello(vendor.resolve("hello.service").toString());
        terminal.listen();
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void aDropInIsWrittenAndRead() throws Exception {
        assertThat(edit(false, "printf '[Service]\\nNice=5\\n' >\"$1\"", "")).isZero();

        assertThat(own.resolve("hello.service.d/override.conf")).hasContent("[Service]\nNice=5\n");
        assertThat(terminal.manager.calls()).contains("Reload[]");
        assertThat(terminal.out.toString()).startsWith("changed " + own);
    }

    @Test
    void theEditorShowsWhatTheUnitIsAndThatIsLeftOut() throws Exception {
        edit(false, "cp \"$1\" " + run + "/seen; sed -i '1i [Unit]\\nDescription=x' \"$1\"", "");

        assertThat(Files.readString(run.resolve("seen")))
                .contains("# " + vendor + "/hello.service\n# [Service]\n# ExecStart=/bin/hello\n");
        assertThat(own.resolve("hello.service.d/override.conf"))
                .hasContent("[Unit]\nDescription=x\n");
    }

    @Test
    void fullEditsACopyOfAVendorsFile() throws Exception {
        assertThat(edit(true, "sed -i s/hello/bye/ \"$1\"", "")).isZero();

        assertThat(own.resolve("hello.service")).hasContent("[Service]\nExecStart=/bin/bye\n");
        assertThat(vendor.resolve("hello.service")).hasContent(HELLO);
    }

    @Test
    void aMistakeIsSaidWithItsLineAndTheFileStaysAsItIs() throws Exception {
        assertThatThrownBy(() -> edit(true, "echo Bogus=1 >>\"$1\"", "d\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("nothing is changed: the text has mistakes");

        assertThat(terminal.err.toString())
                .contains("ignored: " + own.resolve("hello.service") + ":3:")
                .contains("Bogus");
        assertThat(own).isEmptyDirectory();
        assertThat(terminal.manager.calls()).doesNotContain("Reload[]");
    }

    @Test
    void aMistakeCanBeMended() throws Exception {
        String editor =
                "if grep -q relative \"$1\"; then sed -i s:bin/relative:/bin/true: \"$1\";"
                        + " else sed -i s:/bin/hello:bin/relative: \"$1\"; fi";

        assertThat(edit(true, editor, "e\n")).isZero();

        assertThat(terminal.err.toString()).contains("error: ");
        assertThat(own.resolve("hello.service")).hasContent("[Service]\nExecStart=/bin/true\n");
    }

    @Test
    void aMistakeCanBeKept() throws Exception {
        assertThat(edit(true, "echo Bogus=1 >>\"$1\"", "what?\nk\n")).isZero();

        assertThat(own.resolve("hello.service")).content().contains("Bogus=1");
    }

    @Test
    void whereNobodyCanBeAskedAMistakeChangesNothing() {
        assertThatThrownBy(() -> perform(true, "echo Bogus=1 >>\"$1\"", Optional.empty()))
                .isInstanceOf(CommandFailure.class);

        assertThat(own).isEmptyDirectory();
    }

    @Test
    void anEditorThatFailsChangesNothing() {
        assertThatThrownBy(() -> edit(false, "echo '[Unit]' >\"$1\"; exit 3", ""))
                .hasMessageContaining("ended with status 3");

        assertThat(own).isEmptyDirectory();
    }

    @Test
    void whoChangesNothingCausesNothing() throws Exception {
        assertThat(edit(false, "true", "")).isZero();
        assertThat(edit(true, "true", "")).isZero();

        assertThat(own).isEmptyDirectory();
        assertThat(terminal.manager.calls()).doesNotContain("Reload[]");
    }

    @Test
    void aUnitThatIsNotThereIsBegunByFullAlone() throws Exception {
        hello("");

        assertThatThrownBy(() -> edit(false, "true", ""))
                .hasMessage("there is no unit hello.service");
        assertThat(edit(true, "sed -i s:ExecStart=:ExecStart=/bin/true: \"$1\"", "")).isZero();

        assertThat(own.resolve("hello.service")).content().contains("ExecStart=/bin/true");
    }

    @Test
    void fullBeginsANewFileWhereAUnitHasDropInsAlone() throws Exception {
        Path dropIn = Files.createDirectory(vendor.resolve("hello.service.d")).resolve("a.conf");
        Files.writeString(dropIn, "[Service]\nNice=5\n");
        terminal.unit(
                "hello.service",
                Map.of(
                        "DropInPaths",
                        new Value.Array("s", List.of(text(dropIn.toString()))),
                        "ActiveState",
                        text("inactive")));

        assertThat(edit(true, "sed -i s:ExecStart=:ExecStart=/bin/true: \"$1\"", "")).isZero();

        assertThat(own.resolve("hello.service"))
                .content()
                .contains("ExecStart=/bin/true", "WantedBy=default.target")
                .doesNotContain("Nice=5");
    }

    private void hello(String fragment) {
        terminal.unit(
                "hello.service",
                Map.of("FragmentPath", text(fragment), "ActiveState", text("inactive")));
    }

    private int edit(boolean isFull, String editor, String answers) throws Exception {
        return perform(isFull, editor, Optional.of(new BufferedReader(new StringReader(answers))));
    }

    private int perform(boolean isFull, String script, Optional<BufferedReader> answers)
            throws Exception {
        Path editor = Files.writeString(run.resolve("editor"), script);
        var desk = new Desk(Map.of("EDITOR", "sh " + editor), answers);
        return terminal.perform(new Edit("hello", isFull, false, desk));
    }
}
