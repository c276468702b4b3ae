package hearth.nix.reader;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.Written;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of mistakes: the option, the place, and what to do. */
class MistakesTest {
    @TempDir private Path directory;
    private Written files;

    @BeforeEach
    void begin() {
        files = new Written(directory);
    }

    @Test
    void aConflictNamesBothPlaces() {
        assertThat(
                        files.firstSaid(
                                """
                                { lib, ... }: {
                                  systemd.user.services.x = lib.mkMerge [
                                    { description = "a"; }
                                    { description = "b"; }
                                  ];
                                }
                                """))
                .isEqualTo(
                        "ERROR config.nix:4:7: systemd.user.services.x.description: has conflicting"
                                + " definitions: \"b\" here, \"a\" at config.nix:3:7; keep one of"
                                + " them, or let lib.mkForce decide");
    }

    @Test
    void aConflictOfTwoFilesNamesBoth() {
        files.file("other.nix", "{ systemd.user.services.x.description = \"a\"; }");

        assertThat(
                        files.firstSaid(
                                "{ imports = [ ./other.nix ]; systemd.user.services.x.description = \"b\"; }"))
                .startsWith("ERROR other.nix:1:3: systemd.user.services.x.description: has")
                .contains("\"a\" here, \"b\" at config.nix:1:30");
    }

    @Test
    void anUnknownOptionIsGuessed() {
        assertThat(files.firstSaid("{ systemd.user.services.x.wantdBy = [ ]; }"))
                .isEqualTo(
                        "ERROR config.nix:1:3: systemd.user.services.x.wantdBy: there is no such"
                                + " option; did you mean \"wantedBy\"?");
    }

    @Test
    void aDirectiveBesideTheOptionsIsShownItsPlace() {
        assertThat(files.firstSaid("{ systemd.user.services.x.exeStart = \"/x\"; }"))
                .endsWith("; did you mean \"serviceConfig.ExecStart\"?");
    }

    @Test
    void anUnknownFamilyOfUnitsIsGuessed() {
        assertThat(files.firstSaid("{ systemd.user.service.x = { }; }"))
                .isEqualTo(
                        "ERROR config.nix:1:3: systemd.user.service: there is no such option; did"
                                + " you mean \"services\"?");
    }

    @Test
    void whatIsNearAnOptionIsIgnoredWithAWarning() {
        assertThat(files.firstSaid("{ systemd.usr.services.x = { }; }"))
                .isEqualTo(
                        "WARNING config.nix:1:3: systemd.usr: means nothing here; did you mean"
                                + " \"user\"?");
    }

    @Test
    void aWrongTypeSaysWhatIsThereAndWhatShouldBe() {
        assertThat(files.firstSaid("{ systemd.user.services.x.after = \"a.service\"; }"))
                .isEqualTo(
                        "ERROR config.nix:1:3: systemd.user.services.x.after: expected a list but"
                                + " found a string: \"a.service\"");
    }

    @Test
    void aVariableThatIsANumberIsAMistake() {
        assertThat(files.firstSaid("{ systemd.user.services.x.environment.A = 1; }"))
                .contains("systemd.user.services.x.environment.A: expected null or a string")
                .endsWith("but found an integer: 1");
    }

    @Test
    void aDirectiveThatIsASetIsAMistake() {
        assertThat(files.firstSaid("{ systemd.user.services.x.serviceConfig.A = { b = 1; }; }"))
                .contains("systemd.user.services.x.serviceConfig.A: expected a Boolean, a number");
    }

    @Test
    void allMistakesAreSaidAtOnce() {
        assertThat(
                        files.said(
                                """
                                {
                                  systemd.user.services.x.enable = "yes";
                                  systemd.user.services.y.serviceConfig = { A = { }; B = throw "b"; };
                                  systemd.user.services.z = throw "z";
                                }
                                """))
                .hasSize(4)
                .anyMatch(said -> said.contains("config.nix:2:3: systemd.user.services.x.enable"))
                .anyMatch(said -> said.contains("services.y.serviceConfig.A"))
                .anyMatch(said -> said.endsWith("3:58: systemd.user.services.y.serviceConfig.B: b"))
                .anyMatch(said -> said.endsWith("4:29: systemd.user.services.z: z"));
    }

    @Test
    void bothFormsInOneUnitAreAMistake() {
        assertThat(
                        files.firstSaid(
                                "{ systemd.user.services.x = { wantedBy = [ ]; Service.A = 1; }; }"))
                .isEqualTo(
                        "ERROR config.nix:1:31: systemd.user.services.x: mixes NixOS' form"
                                + " (wantedBy here) with home-manager's ([Service] at"
                                + " config.nix:1:47); a unit is written in one of them");
    }

    @Test
    void aSyntaxErrorHasItsPlace() {
        assertThat(files.firstSaid("{ a = [ 1 ; }"))
                .isEqualTo("ERROR config.nix:1:11: syntax error, unexpected ';', expecting ']'");
    }

    @Test
    void anEndlessRecursionHasItsPlace() {
        assertThat(
                        files.firstSaid(
                                "let x = x + 1; in { systemd.user.services.a.serviceConfig.N = x; }"))
                .isEqualTo(
                        "ERROR config.nix:1:9: systemd.user.services.a.serviceConfig.N: infinite"
                                + " recursion encountered");
    }

    @Test
    void endlessCallsReachALimit() {
        assertThat(
                        files.firstSaid(
                                "let f = n: f (n + 1); in { systemd.user.services.a.description = f 1; }"))
                .contains("more than 10000 calls within calls");
    }

    @Test
    void deepNestingReachesALimit() {
        String deep = "[ ".repeat(200_000) + "] ".repeat(200_000);

        assertThat(files.firstSaid("{ systemd.user.services.a.path = " + deep + "; }"))
                .startsWith("ERROR config.nix");
    }

    @Test
    void importsThatDependOnConfigAreSaidToBeEndless() {
        assertThat(files.firstSaid("{ config, ... }: if config.a then { } else { }"))
                .contains("imports, and the names of options, cannot depend on config");
    }

    @Test
    void anUnknownFunctionOfLibIsNamedAtItsPlace() {
        assertThat(
                        files.firstSaid(
                                "{ lib, ... }: { systemd.user.services.a.description ="
                                        + " lib.concatStringSep \"\" [ ]; }"))
                .isEqualTo(
                        "ERROR config.nix:1:59: systemd.user.services.a.description:"
                                + " lib.concatStringSep is none of the functions of nixpkgs' lib that"
                                + " are here; did you mean concatStringsSep?");
    }

    @Test
    void aMistakeInsideLibIsShownWhereItWasCalled() {
        assertThat(
                        files.firstSaid(
                                "{ lib, ... }: { systemd.user.services.a.description ="
                                        + " lib.toInt \"x\"; }"))
                .isEqualTo(
                        "ERROR config.nix:1:55: systemd.user.services.a.description: cannot convert"
                                + " \"x\" to an integer");
    }

    @Test
    void columnsCountLettersNotBytes() {
        assertThat(files.firstSaid("{ a = \"äöü\"; systemd.user.services.x.enable = 1; }"))
                .startsWith("ERROR config.nix:1:14: ");
    }

    @Test
    void anAssertionThatDoesNotHoldIsAMistake() {
        assertThat(
                        files.said(
                                """
                                { config, ... }: {
                                  assertions = [
                                    { assertion = true; message = "fine"; }
                                    { assertion = 1 > 2; message = "not fine"; }
                                    { assertion = config.networking.x; message = "unknown"; }
                                  ];
                                  warnings = [ "careful" ];
                                }
                                """))
                .containsExactly(
                        "ERROR config.nix:2:3: assertions: not fine",
                        "WARNING config.nix:5:26: assertions: attribute 'networking' missing",
                        "WARNING config.nix:7:3: warnings: careful");
    }

    @Test
    void whatReleasesHaveRenamedIsTakenWithAWarning() {
        var outcome = files.read("{ services.logind.lidSwitch = \"ignore\"; }");

        assertThat(outcome.diagnostics().getFirst())
                .hasToString(
                        "config.nix:1:3: services.logind.lidSwitch: is called"
                                + " services.logind.settings.Login.HandleLidSwitch in newer releases"
                                + " of NixOS");
        assertThat(outcome.declarations().login().settings().settings())
                .containsOnlyKeys("HandleLidSwitch");
    }

    @Test
    void anOldNameAndTheNewOneCanConflict() {
        assertThat(
                        files.said(
                                """
                                {
                                  services.logind.lidSwitch = "a";
                                  services.logind.settings.Login.HandleLidSwitch = "b";
                                }
                                """))
                .anyMatch(said -> said.contains("\"b\" here, \"a\" at config.nix:2:3"));
    }
}
