package hearth.nix.schema;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.Written;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units by NixOS' options, from a file to the text of the unit. */
class NixosUnitsTest {
    @TempDir private Path directory;
    private Map<String, String> written = Map.of();

    private static final String EVERYTHING =
            """
            { lib, pkgs, ... }: {
              systemd.globalEnvironment = { LANG = "C"; TZ = "UTC"; };
              systemd.user.services.backup = {
                documentation = [ "man:a(1)" "man:b(1)" ];
                requires = [ "a.socket" ];
                environment = { A = "x \\"y\\""; TZ = null; };
                path = [ pkgs.git "/opt/x" ];
                script = "git gc";
                scriptArgs = "%i";
                preStart = "true";
                startAt = [ "daily" ];
                stopIfChanged = false;
                startLimitBurst = 3;
                unitConfig.ConditionUser = [ "|a" "|b" ];
                serviceConfig = { Type = "oneshot"; Nice = 5; Ratio = 1.5; Reset = null; Yes = true; };
              };
              systemd.user.sockets.s = { listenStreams = [ "%t/s" ]; socketConfig.Accept = true; };
              systemd.user.paths.p.pathConfig.PathExists = "/x";
              systemd.user.targets.t = { wants = [ "backup.service" ]; wantedBy = [ "default.target" ]; };
              systemd.user.slices.sl.sliceConfig.CPUWeight = 5;
              systemd.user.services.masked.enable = false;
              systemd.user.units."raw.service" = { text = "[Service]\\n"; requiredBy = [ "t.target" ]; };
              systemd.user.settings.Manager.DefaultTimeoutStopSec = "5s";
              systemd.user.tmpfiles.rules = [ "d /x" ];
              systemd.user.tmpfiles.users.alice.rules = [ "d /y" ];
              services.logind.settings.Login.KillUserProcesses = true;
            }
            """;

    @BeforeEach
    void render() {
        var outcome = new Written(directory).read(EVERYTHING);
        assertThat(outcome.diagnostics()).isEmpty();
        written = Written.rendered(outcome);
    }

    @Test
    void aServiceIsWrittenAsNixosWritesIt() {
        assertThat(written.get("backup.service"))
                .matches(
                        """
                        \\[Unit\\]
                        ConditionUser=\\|a
                        ConditionUser=\\|b
                        Documentation=man:a\\(1\\) man:b\\(1\\)
                        Requires=a.socket
                        StartLimitBurst=3

                        \\[Service\\]
                        Environment="A=x \\\\"y\\\\""
                        Environment="LANG=C"
                        Environment="PATH=/opt/x/bin:/opt/x/sbin:[^"]*"
                        X-StopIfChanged=false
                        ExecStart=/scripts/\\S+-unit-script-backup-start/bin/backup-start %i
                        ExecStartPre=/scripts/\\S+/bin/backup-pre-start
                        Nice=5
                        Ratio=1.500000
                        Reset=
                        Type=oneshot
                        Yes=true
                        """);
    }

    @Test
    void startAtMakesATimer() {
        assertThat(written.get("backup.timer")).contains("OnCalendar=daily");
        assertThat(written).containsKey("timers.target.wants/backup.timer");
    }

    @Test
    void otherTypesHaveTheirSections() {
        assertThat(written.get("s.socket")).contains("Accept=true", "ListenStream=%t/s");
        assertThat(written.get("p.path")).contains("[Path]\nPathExists=/x");
        assertThat(written.get("t.target")).isEqualTo("[Unit]\nWants=backup.service\n\n");
        assertThat(written.get("sl.slice")).contains("[Slice]\nCPUWeight=5");
    }

    @Test
    void whatIsNotEnabledIsMasked() {
        assertThat(written).containsEntry("masked.service", "-> /dev/null");
    }

    @Test
    void aTextIsWrittenAsItIs() {
        assertThat(written)
                .containsEntry("raw.service", "[Service]\n")
                .containsEntry("t.target.requires/raw.service", "-> ../raw.service");
    }

    @Test
    void configurationIsWrittenToDropIns() {
        assertThat(written)
                .containsEntry(
                        "user.conf.d/50-hearth.conf", "[Manager]\nDefaultTimeoutStopSec=5s\n")
                .containsEntry("logind.conf.d/50-hearth.conf", "[Login]\nKillUserProcesses=true\n");
    }

    @Test
    void tmpfilesAreForAllOrForOne() {
        assertThat(written)
                .containsEntry("alice:user-tmpfiles.d/50-hearth.conf", "d /y\n")
                .containsEntry("user-tmpfiles.d/50-hearth.conf", "d /x\n");
    }
}
