package hearth.nix.packages;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.Written;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pkgs} means on a machine without Nix. */
class PackagesTest {
    @TempDir private Path directory;
    private Written files;

    @BeforeEach
    void begin() {
        files = new Written(directory);
    }

    private static String service(String definition) {
        return "{ lib, pkgs, ... }: { systemd.user.services.x." + definition + "; }";
    }

    @Test
    void aPackagesProgramIsTheMachines() {
        assertThat(files.valueOf("\"${pkgs.coreutils}/bin/ls -l ${pkgs.git}/bin/git\""))
                .isEqualTo("/usr/bin/ls -l /usr/bin/git");
    }

    @Test
    void getExeKnowsPackagesThatAreNotCalledAsTheirPrograms() {
        files.has("sed");

        assertThat(files.valueOf("lib.getExe pkgs.gnused")).isEqualTo("/usr/bin/sed");
        assertThat(files.valueOf("lib.getExe' pkgs.coreutils \"echo\"")).isEqualTo("/usr/bin/echo");
    }

    @Test
    void packagesInSetsArePackages() {
        files.has("xrandr");

        assertThat(files.valueOf("lib.getExe pkgs.xorg.xrandr")).isEqualTo("/usr/bin/xrandr");
    }

    @Test
    void withHidesNoFunctions() {
        assertThat(files.valueOf("with lib; with pkgs; getExe git")).isEqualTo("/usr/bin/git");
    }

    @Test
    void aSearchPathIsOfTheMachinesDirectories() {
        assertThat(files.valueOf("lib.makeBinPath [ pkgs.git pkgs.bash ]"))
                .isEqualTo("/usr/bin:/usr/bin");
    }

    @Test
    void aProgramThatIsNotThereIsAMistakeWhereThePackageIsNamed() {
        assertThat(
                        files.firstSaid(
                                service(
                                        "serviceConfig.ExecStart = \"${pkgs.restic}/bin/restic x\"")))
                .isEqualTo(
                        "ERROR config.nix:1:81: systemd.user.services.x.serviceConfig.ExecStart:"
                                + " pkgs.restic: this machine has no program \"restic\"; install it,"
                                + " or say where it is with --map restic=/DIRECTORY");
    }

    @Test
    void ofSeveralMentionsTheOneInTheDefinitionIsShown() {
        assertThat(
                        files.said(
                                """
                                { pkgs, ... }: {
                                  systemd.user.services.x.serviceConfig.A = "${pkgs.restic}/bin/a";
                                  systemd.user.services.y.serviceConfig.B = "${pkgs.restic}/bin/b";
                                }
                                """))
                .anyMatch(said -> said.startsWith("ERROR config.nix:2:53") && said.contains("A: "))
                .anyMatch(said -> said.startsWith("ERROR config.nix:3:53") && said.contains("B: "));
    }

    @Test
    void aPackageThatIsNotUsedNeedNotBeThere() {
        assertThat(files.said("{ pkgs, ... }: { environment.systemPackages = [ pkgs.restic ]; }"))
                .isEmpty();
    }

    @Test
    void aPackageIsWhereItIsSaidToBe() {
        files.maps("restic", "/opt/restic").hasPath("/opt/restic/bin/restic");

        assertThat(files.valueOf("lib.getExe pkgs.restic")).isEqualTo("/opt/restic/bin/restic");
    }

    @Test
    void otherFilesOfAPackageAreBelowUsr() {
        files.hasPath("/usr/lib/polkit/agent");

        assertThat(files.valueOf("\"${pkgs.polkit}/lib/polkit/agent\""))
                .isEqualTo("/usr/lib/polkit/agent");
    }

    @Test
    void aPackageHasNoDirectoryOfItsOwn() {
        assertThat(files.valueOf("\"${pkgs.jdk}\"")).contains("packages have no directory");
    }

    @Test
    void aPathOfPackagesIsTheManagersOwn() {
        var outcome = files.read(service("path = [ pkgs.git \"/opt/x\" ]"));

        assertThat(Written.service(outcome, "x").path())
                .extracting(each -> each.value())
                .containsExactly("/opt/x");
    }

    @Test
    void aPathWithoutItsPackageIsAWarning() {
        assertThat(files.firstSaid(service("path = [ pkgs.restic ]")))
                .startsWith("WARNING config.nix:1:23: systemd.user.services.x.path: pkgs.restic");
    }

    @Test
    void whatMustBeBuiltNeedsNix() {
        assertThat(files.firstSaid(service("serviceConfig.A = pkgs.callPackage ./x.nix { }")))
                .isEqualTo(
                        "ERROR config.nix:1:70: systemd.user.services.x.serviceConfig.A:"
                                + " pkgs.callPackage needs Nix, with its store and builder, which is"
                                + " not used here");
        assertThat(files.valueOf("lib.getExe (pkgs.python3.withPackages (p: [ ]))"))
                .contains("pkgs.python3.withPackages needs Nix");
    }

    @Test
    void aShellScriptWithoutBashIsSaidOnce() {
        files.hasNoBash();

        assertThat(
                        files.said(
                                service(
                                        "serviceConfig = { ExecStart = pkgs.writeShellScript \"a\" \"true\";"
                                                + " ExecStop = pkgs.writeShellScript \"b\" \"true\"; }")))
                .containsExactly(
                        "WARNING there is no bash here, so /bin/sh runs what pkgs writes, and may"
                                + " not understand it");
    }

    @Test
    void aShellScriptIsAFileWithTheMachinesPaths() {
        var outcome =
                files.read(
                        service(
                                "serviceConfig.ExecStart = pkgs.writeShellScript \"run\" ''\n"
                                        + "  ${pkgs.git}/bin/git gc\n''"));

        assertThat(outcome.declarations().writtenFiles())
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.text()).isEqualTo("#!/bin/bash\n/usr/bin/git gc\n\n");
                    assertThat(Written.directive(outcome, "x", "ExecStart")).isEqualTo(file.path());
                });
    }

    @Test
    void aScriptsNameDoesNotHangOnWhereItIsWritten() {
        String script =
                service("serviceConfig.A = pkgs.writeShellScript \"run\" \"${pkgs.git}/bin/git\"");

        assertThat(Written.directive(files.read("\n\n# moved\n" + script), "x", "A"))
                .isEqualTo(Written.directive(files.read(script), "x", "A"));
    }

    @Test
    void aScriptWithAnAbsentProgramIsAMistakeThere() {
        assertThat(
                        files.firstSaid(
                                service(
                                        "serviceConfig.A = pkgs.writeShellScript \"run\""
                                                + " \"${pkgs.restic}/bin/restic\"")))
                .startsWith("ERROR config.nix:1:101: ")
                .contains("pkgs.restic: this machine has no program");
    }

    @Test
    void aProgramOfOnesOwnIsInItsDirectory() {
        var outcome =
                files.read(
                        service(
                                "serviceConfig.A = lib.getExe (pkgs.writeShellScriptBin \"run\""
                                        + " \"true\")"));

        assertThat(outcome.declarations().writtenFiles())
                .singleElement()
                .satisfies(file ->
                        assertThat(Written.directive(outcome, "x", "A"))
                                .isEqualTo(file.filePath()));
    }

    @Test
    void aShellApplicationStopsAtTheFirstFailure() {
        var outcome =
                files.read(
                        service(
                                "serviceConfig.A = lib.getExe (pkgs.writeShellApplication { name ="
                                        + " \"run\"; runtimeInputs = [ pkgs.git ]; text = \"git gc\"; })"));

        assertThat(outcome.declarations().writtenFiles())
                .singleElement()
                .satisfies(file ->
                        assertThat(file.text())
                                .isEqualTo(
                                        """
                                        #!/bin/bash
                                        set -o errexit
                                        set -o nounset
                                        set -o pipefail

                                        git gc
                                        """));
    }

    @Test
    void aFormatWritesAFile() {
        var outcome =
                files.read(
                        service(
                                "serviceConfig.A = (pkgs.formats.json { }).generate \"c.json\" { a ="
                                        + " 1; }"));

        assertThat(outcome.declarations().writtenFiles())
                .singleElement()
                .satisfies(file -> assertThat(file.text()).isEqualTo("{\"a\":1}\n"));
    }
}
