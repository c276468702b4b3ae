package hearth.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.setting.Configured;
import hearth.login.setting.LoginSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final long MEMORY_BYTES = 1_000_000;

    @TempDir Path directory;
    private final List<String> complaints = new ArrayList<>();

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
        return file;
    }

    private LoginSettings login() {
        List<Path> directories = List.of(directory.resolve("etc"), directory.resolve("lib"));
        return Configuration.login(
                new ConfigurationFiles(complaints::add).read(directories, "logind.conf"),
                LoginSettings.defaults(true, MEMORY_BYTES),
                MEMORY_BYTES,
                complaints::add);
    }

    @Test
    void theLastDropInWinsAndSaysWhereItStands() throws IOException {
        write("etc/logind.conf", "[Login]\nUserStopDelaySec=1min\n");
        Path last = write("lib/logind.conf.d/90.conf", "[Login]\n\nUserStopDelaySec=5\n");
        write("etc/logind.conf.d/10.conf", "[Login]\nUserStopDelaySec=infinity\n");

        Configured<?> delay = login().userStopDelay();

        assertThat(delay.value()).isEqualTo(java.util.Optional.of(Duration.ofSeconds(5)));
        assertThat(delay.origin()).isEqualTo(new Configured.FromFile(last.toString(), 3));
        assertThat(complaints).isEmpty();
    }

    @Test
    void theFirstDirectoryWinsWhereTwoHaveTheSameName() throws IOException {
        write("etc/logind.conf", "[Login]\nSessionsMax=1\n");
        write("lib/logind.conf", "[Login]\nSessionsMax=2\nInhibitorsMax=2\n");
        write("etc/logind.conf.d/a.conf", "[Login]\nKillOnlyUsers=alice bob\n");
        write("lib/logind.conf.d/a.conf", "[Login]\nKillOnlyUsers=root\n");

        assertThat(login().sessionsMax().value()).isEqualTo(1);
        assertThat(login().inhibitorsMax().origin()).isEqualTo(new Configured.BuiltIn());
        assertThat(login().killOnlyUsers().value()).containsExactly("alice", "bob");
    }

    @Test
    void aMaskedDropInSaysNothing() throws IOException {
        write("lib/logind.conf.d/a.conf", "[Login]\nSessionsMax=2\n");
        Files.createDirectories(directory.resolve("etc/logind.conf.d"));
        Files.createSymbolicLink(
                directory.resolve("etc/logind.conf.d/a.conf"), Path.of("/dev/null"));

        assertThat(login().sessionsMax().origin()).isEqualTo(new Configured.BuiltIn());
    }

    @Test
    void aValueThatCannotBeIsNamedAndLeftOut() throws IOException {
        Path file = write("etc/logind.conf", "[Login]\nKillUserProcesses=maybe\n");

        assertThat(login().killUserProcesses().value()).isTrue();
        assertThat(complaints)
                .containsExactly(file + ":2: KillUserProcesses= cannot be 'maybe', ignored");
    }

    @Test
    void theRuntimeDirectoryIsAPartOfTheMemoryAndItsInodesFollow() throws IOException {
        write("etc/logind.conf", "[Login]\nRuntimeDirectorySize=50%\n");
        assertThat(login().runtimeDirectorySize().value()).isEqualTo(MEMORY_BYTES / 2);
        assertThat(login().runtimeDirectoryInodesMax().value()).isEqualTo(MEMORY_BYTES / 2 / 4096);

        write("etc/logind.conf", "[Login]\nRuntimeDirectorySize=2M\n");
        assertThat(login().runtimeDirectorySize().value()).isEqualTo(2 << 20);

        write("etc/logind.conf", "[Login]\nRuntimeDirectorySize=101%\n");
        assertThat(login().runtimeDirectorySize().origin()).isEqualTo(new Configured.BuiltIn());
    }

    @Test
    void whatIsAboutSeatsAndPowerIsPassedOver() throws IOException {
        write("etc/logind.conf", "[Login]\nHandleLidSwitch=suspend\n[Other]\nSessionsMax=x\n");

        assertThat(login()).isEqualTo(LoginSettings.defaults(true, MEMORY_BYTES));
        assertThat(complaints).isEmpty();
    }

    @Test
    void ourOwnFileNeedsNoSection() throws IOException {
        Path file = write("hearth.conf", "# a comment\npresent-as-systemd=yes\n");

        assertThat(Configuration.own(file, complaints::add).isPresentAsSystemd()).isTrue();
        assertThat(complaints).isEmpty();
    }

    @Test
    void ourOwnFileNamesTheLineThatItDoesNotUnderstand() throws IOException {
        Path file = write("hearth.conf", "present-as-systemd=perhaps\npresent=yes\n");

        assertThat(Configuration.own(file, complaints::add).isPresentAsSystemd()).isFalse();
        assertThat(complaints)
                .containsExactly(
                        file + ":1: not yes or no: perhaps", file + ":2: unknown setting present");
    }

    @Test
    void theLargestMessageOfTheSystemBusIsASize() throws IOException {
        Path file = write("hearth.conf", "system-bus-message-max=2M\n");
        assertThat(Configuration.own(file, complaints::add).systemBusMessageBytes())
                .isEqualTo(2 << 20);
        assertThat(complaints).isEmpty();

        write("hearth.conf", "system-bus-message-max=1K\nsystem-bus-message-max=much\n");
        assertThat(Configuration.own(file, complaints::add).systemBusMessageBytes())
                .isEqualTo(1 << 20);
        assertThat(complaints)
                .containsExactly(
                        file + ":1: not a size from 64K to 32M: 1K",
                        file + ":2: not a size from 64K to 32M: much");
    }

    @Test
    void logsAreTakenUnlessTheAdministratorSaysNo() throws IOException {
        Path file = write("hearth.conf", "log-sockets=no\n");
        assertThat(Configuration.own(file, complaints::add).takesLogs()).isFalse();
        assertThat(complaints).isEmpty();

        write("hearth.conf", "log-sockets=perhaps\n");
        assertThat(Configuration.own(file, complaints::add).takesLogs()).isTrue();
        assertThat(complaints).containsExactly(file + ":1: not yes or no: perhaps");
    }
}
