package hearth.nix.module;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.Written;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What modules mean together. */
class ModulesTest {
    @TempDir private Path directory;
    private Written files;

    @BeforeEach
    void begin() {
        files = new Written(directory);
    }

    /** Returns X= of the service x. */
    private String x(String text) {
        var outcome = files.read(text);
        return outcome.diagnostics().isEmpty()
                ? Written.directive(outcome, "x", "X")
                : outcome.diagnostics().getFirst().message();
    }

    private static String defining(String definitions) {
        return "{ lib, config, ... }: { config = lib.mkMerge [ " + definitions + " ]; }";
    }

    private static String defined(Object value) {
        return "{ systemd.user.services.x.serviceConfig.X = " + value + "; } ";
    }

    @Test
    void aModuleMayBeASet() {
        assertThat(x("{ systemd.user.services.x.serviceConfig.X = 1; }")).isEqualTo("1");
    }

    @Test
    void aModuleGetsOnlyWhatItAsksFor() {
        assertThat(x("{ lib }: { systemd.user.services.x.serviceConfig.X = lib.id 2; }"))
                .isEqualTo("2");
    }

    @Test
    void importsArePathsSetsAndFunctions() {
        files.file("a.nix", defined("[ \"path\" ]"));

        assertThat(
                        x(
                                "{ imports = [ ./a.nix "
                                        + defined("[ \"set\" ]")
                                        + "({ lib, ... }: "
                                        + defined("[ \"function\" ]")
                                        + ") ]; }"))
                .contains("path", "set", "function");
    }

    @Test
    void aFileThatIsImportedTwiceCountsOnce() {
        files.file("a.nix", defined(1));

        assertThat(x("{ imports = [ ./a.nix ./a.nix ]; }")).isEqualTo("1");
    }

    @Test
    void filesThatImportEachOtherAreReadOnce() {
        files.file("a.nix", "{ imports = [ ./config.nix ]; }");

        assertThat(x("{ imports = [ ./a.nix ]; config = " + defined(3) + "; }")).isEqualTo("3");
    }

    @Test
    void mkForceBeatsPlainBeatsMkDefault() {
        assertThat(x(defining(defined("lib.mkDefault 1") + defined(2)))).isEqualTo("2");
        assertThat(x(defining(defined(2) + defined("lib.mkForce 3")))).isEqualTo("3");
        assertThat(x(defining(defined("lib.mkForce 3") + defined("lib.mkOverride 10 4"))))
                .isEqualTo("4");
    }

    @Test
    void prioritiesReachDownIntoSets() {
        assertThat(
                        x(
                                defining(
                                        "(lib.mkForce "
                                                + defined(1)
                                                + ") { systemd.user.services.x.serviceConfig.X = 2; }")))
                .isEqualTo("1");
    }

    @Test
    void whatDoesNotHoldIsNotThere() {
        assertThat(
                        x(
                                defining(
                                        "(lib.mkIf false "
                                                + defined(1)
                                                + ") (lib.mkIf true "
                                                + defined(2)
                                                + ")")))
                .isEqualTo("2");
    }

    @Test
    void aConditionMayDependOnConfig() {
        assertThat(
                        x(
                                defining(
                                        "(lib.mkIf (config.systemd.user.services ? y) "
                                                + defined(1)
                                                + ") { systemd.user.services.y.enable = true; }")))
                .contains("infinite recursion");
        assertThat(
                        x(
                                """
                                { lib, config, ... }: {
                                  options.flag = lib.mkEnableOption "it";
                                  config = lib.mkMerge [
                                    (lib.mkIf config.flag { systemd.user.services.x.serviceConfig.X = 1; })
                                    { flag = true; }
                                  ];
                                }
                                """))
                .isEqualTo("1");
    }

    @Test
    void orderIsRespected() {
        String list =
                "{ systemd.user.services.x.serviceConfig.X = lib.mkMerge [ (lib.mkAfter [ \"c\" ])"
                        + " [ \"b\" ] (lib.mkBefore [ \"a\" ]) ]; }";

        assertThat(x("{ lib, ... }: " + list)).isEqualTo("a|b|c");
    }

    @Test
    void aListAndAScalarAreJoinedInADirective() {
        assertThat(
                        x(
                                "{ lib, ... }: { systemd.user.services.x.serviceConfig.X = lib.mkMerge ["
                                        + " \"a\" [ \"b\" ] ]; }"))
                .isEqualTo("a|b");
    }

    @Test
    void configIsSeenWhileItIsMade() {
        assertThat(
                        x(
                                """
                                { config, ... }: {
                                  systemd.user.services.y.serviceConfig.A = 7;
                                  systemd.user.services.x.serviceConfig.X =
                                    config.systemd.user.services.y.serviceConfig.A;
                                }
                                """))
                .isEqualTo("7");
    }

    @Test
    void whatIsDefinedAndMeansNothingCanBeReadAllTheSame() {
        assertThat(
                        x(
                                """
                                { config, ... }: {
                                  networking.hostName = "box";
                                  systemd.user.services.x.serviceConfig.X = config.networking.hostName;
                                }
                                """))
                .isEqualTo("box");
    }

    @Test
    void optionsOfOnesOwnHaveDefaultsAndTypes() {
        assertThat(
                        x(
                                """
                                { lib, config, ... }: {
                                  options.my.port = lib.mkOption { type = lib.types.port; default = 80; };
                                  config.systemd.user.services.x.serviceConfig.X = config.my.port;
                                }
                                """))
                .isEqualTo("80");
        assertThat(
                        x(
                                """
                                { lib, config, ... }: {
                                  options.my.port = lib.mkOption { type = lib.types.port; };
                                  config.my.port = 70000;
                                  config.systemd.user.services.x.serviceConfig.X = config.my.port;
                                }
                                """))
                .isEqualTo(
                        "systemd.user.services.x.serviceConfig.X: my.port: expected an integer from"
                                + " 0 to 65535 but found an integer: 70000");
    }

    @Test
    void applyChangesTheValue() {
        assertThat(
                        x(
                                """
                                { lib, config, ... }: {
                                  options.a = lib.mkOption { default = 1; apply = n: n + 1; };
                                  config.systemd.user.services.x.serviceConfig.X = config.a;
                                }
                                """))
                .isEqualTo("2");
    }

    @Test
    void anOptionThatNothingDefinesIsSaidToBe() {
        assertThat(
                        x(
                                """
                                { lib, config, ... }: {
                                  options.a = lib.mkOption { type = lib.types.str; };
                                  config.systemd.user.services.x.serviceConfig.X = config.a;
                                }
                                """))
                .endsWith("a: is used but not defined");
    }

    @Test
    void submodulesKnowTheirNames() {
        assertThat(
                        x(
                                """
                                { lib, config, ... }: {
                                  options.jobs = lib.mkOption {
                                    type = with lib.types; attrsOf (submodule ({ name, config, ... }: {
                                      options.command = lib.mkOption { type = str; default = "run ${name}"; };
                                      options.twice = lib.mkOption { type = str; };
                                      config.twice = config.command + config.command;
                                    }));
                                  };
                                  config.jobs.a = { };
                                  config.systemd.user.services.x.serviceConfig.X = config.jobs.a.twice;
                                }
                                """))
                .isEqualTo("run arun a");
    }

    @Test
    void anUnknownOptionOfASubmoduleIsAMistake() {
        assertThat(
                        x(
                                """
                                { lib, config, ... }: {
                                  options.job = lib.mkOption {
                                    type = lib.types.submodule { options.command = lib.mkOption { default = "c"; }; };
                                  };
                                  config.job.comand = "d";
                                  config.systemd.user.services.x.serviceConfig.X = config.job.command;
                                }
                                """))
                .endsWith("job.comand: there is no such option; did you mean \"command\"?");
    }

    @Test
    void aFreeformTypeTakesAllNames() {
        assertThat(
                        x(
                                """
                                { lib, config, ... }: {
                                  options.job = lib.mkOption {
                                    type = lib.types.submodule { freeformType = with lib.types; attrsOf int; };
                                  };
                                  config.job.anything = 5;
                                  config.systemd.user.services.x.serviceConfig.X = config.job.anything;
                                }
                                """))
                .isEqualTo("5");
    }

    @Test
    void argumentsComeFromModules() {
        assertThat(
                        x(
                                "{ imports = [ ({ greeting, ... }: { systemd.user.services.x.serviceConfig.X"
                                        + " = greeting; }) ]; _module.args.greeting = \"hi\"; }"))
                .isEqualTo("hi");
    }

    @Test
    void anArgumentThatNobodyGivesIsNamed() {
        assertThat(files.firstSaid("{ inputs, ... }: { imports = [ inputs.a ]; }"))
                .isEqualTo(
                        "ERROR config.nix:1:3: the module asks for 'inputs', which nothing gives it"
                                + " here: flakes and their inputs need Nix");
    }

    @Test
    void definitionsBesideConfigAreAMistake() {
        assertThat(files.firstSaid("{ config = { }; systemd.user = { }; }"))
                .isEqualTo(
                        "ERROR config.nix:1:17: systemd stands beside config or options, where it"
                                + " must stand in config");
    }

    @Test
    void anOptionThatIsThereCannotBeDeclaredAgain() {
        assertThat(
                        files.firstSaid(
                                "{ lib, ... }: { options.systemd.user.services = lib.mkOption { }; }"))
                .endsWith("is declared already, as one of the options that Hearth knows");
    }

    @Test
    void whatNeedsNixpkgsIsLeftOutWithAWarning() {
        assertThat(
                        files.said(
                                "{ modulesPath, ... }: { imports = [ <home-manager/nixos>"
                                        + " (modulesPath + \"/a.nix\") ]; }"))
                .hasSize(2)
                .allMatch(said -> said.startsWith("WARNING config.nix:1:25: imports: left out: "));
    }
}
