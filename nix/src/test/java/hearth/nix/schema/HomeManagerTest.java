package hearth.nix.schema;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.Written;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Declarations the way of home-manager. */
class HomeManagerTest {
    @TempDir private Path directory;
    private Written files;

    @BeforeEach
    void begin() {
        files = new Written(directory);
    }

    @Test
    void aUnitWithSectionsIsHomeManagers() {
        var outcome =
                files.read(
                        """
                        { pkgs, ... }: {
                          systemd.user.services.sync = {
                            Unit.Description = "Sync";
                            Service.ExecStart = "${pkgs.git}/bin/git pull";
                            Install.WantedBy = [ "default.target" ];
                          };
                        }
                        """);

        assertThat(outcome.declarations().units()).isEmpty();
        assertThat(outcome.declarations().home().units())
                .singleElement()
                .satisfies(unit ->
                        assertThat(Written.directive(unit, "Service", "ExecStart"))
                                .isEqualTo("/usr/bin/git pull"));
    }

    @Test
    void bothFormsMayStandInOneFile() {
        var outcome =
                files.read(
                        """
                        {
                          systemd.user.services.a.Service.ExecStart = "/a";
                          systemd.user.services.b.serviceConfig.ExecStart = "/b";
                        }
                        """);

        assertThat(outcome.diagnostics()).isEmpty();
        assertThat(outcome.declarations().home().units()).hasSize(1);
        assertThat(outcome.declarations().units()).hasSize(1);
    }

    @Test
    void aUsersModuleIsThatUsers() {
        assertThat(
                        Written.rendered(
                                files.read(
                                        """
                                        {
                                          home-manager.users.alice = { config, ... }: {
                                            systemd.user.timers.t = {
                                              Timer.OnCalendar = [ "daily" "weekly" ];
                                              Unit.Documentation = config.home.homeDirectory;
                                              Install.WantedBy = [ "timers.target" ];
                                            };
                                            systemd.user.sessionVariables.EDITOR = "vi";
                                            programs.git.enable = true;
                                          };
                                        }
                                        """)))
                .containsEntry(
                        "alice:t.timer",
                        """
                        [Install]
                        WantedBy=timers.target

                        [Timer]
                        OnCalendar=daily
                        OnCalendar=weekly

                        [Unit]
                        Documentation=/home/alice
                        """)
                .containsEntry("alice:timers.target.wants/t.timer", "-> ../t.timer")
                .containsEntry("alice:environment.d/10-home-manager.conf", "EDITOR=vi\n");
    }

    @Test
    void aUsersModuleSeesTheMachinesConfiguration() {
        var outcome =
                files.read(
                        """
                        {
                          networking.hostName = "box";
                          home-manager.users.alice = { osConfig, ... }: {
                            systemd.user.services.a.Service.A = osConfig.networking.hostName;
                          };
                        }
                        """);

        assertThat(Written.rendered(outcome))
                .containsEntry("alice:a.service", "[Service]\nA=box\n");
    }

    @Test
    void nixosFormBelowAUserIsAMistake() {
        assertThat(
                        files.firstSaid(
                                "{ home-manager.users.alice.systemd.user.services.a.serviceConfig.A"
                                        + " = 1; }"))
                .isEqualTo(
                        "ERROR config.nix:1:3: home-manager.users.alice.systemd.user.services.a:"
                                + " serviceConfig is NixOS' form; home-manager's has sections with"
                                + " directives, such as Service.ExecStart");
    }

    @Test
    void theHomeIsThatOfWhomItIsFor() {
        var outcome =
                files.forUser("bob")
                        .read(
                                """
                                { config, ... }: {
                                  systemd.user.services.a.Service.A =
                                    "${config.home.username} ${config.xdg.configHome}";
                                }
                                """);

        assertThat(
                        Written.directive(
                                outcome.declarations().home().units().getFirst(), "Service", "A"))
                .isEqualTo("bob /home/bob/.config");
    }

    @Test
    void theHomeOfNobodyIsAMistake() {
        assertThat(
                        files.firstSaid(
                                "{ config, ... }: { systemd.user.services.a.Service.A ="
                                        + " config.home.homeDirectory; }"))
                .contains("say it with --for USER");
    }

    @Test
    void theManagersVariablesBecomeOneDirective() {
        var outcome =
                files.read(
                        "{ home-manager.users.alice.systemd.user.settings.Manager.DefaultEnvironment ="
                                + " { A = \"x y\"; B = 1; }; }");

        assertThat(Written.rendered(outcome))
                .containsEntry(
                        "alice:user.conf.d/50-home-manager.conf",
                        "[Manager]\nDefaultEnvironment=A='x y' B=1\n");
    }

    @Test
    void startServicesSaysWhetherUnitsAreSwitched() {
        assertThat(
                        files.read("{ systemd.user.startServices = false; }")
                                .declarations()
                                .home()
                                .startsServices())
                .isFalse();
    }
}
