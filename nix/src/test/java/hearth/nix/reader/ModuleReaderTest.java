package hearth.nix.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import hearth.nix.Written;
import hearth.nix.declaration.IgnoredOption;
import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.declaration.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleReaderTest {
    @TempDir private Path directory;
    private Written files;

    @BeforeEach
    void begin() {
        files = new Written(directory);
    }

    private static final String EXAMPLE =
            """
            { ... }: {
              systemd.user.services.my-cool-user-service = {
                enable = true;
                after = [ "network.target" ];
                wantedBy = [ "default.target" ];
                description = "My Cool User Service";
                serviceConfig = { Type = "simple"; ExecStart = ''/my/cool/user/service''; };
              };
              users.users.alice.linger = true;
            }
            """;

    @Test
    void theMissionsExampleIsTheUnitThatNixosWrites() {
        assertThat(Written.rendered(files.read(EXAMPLE)))
                .containsOnlyKeys(
                        "my-cool-user-service.service",
                        "default.target.wants/my-cool-user-service.service")
                .containsEntry(
                        "my-cool-user-service.service",
                        """
                        [Unit]
                        After=network.target
                        Description=My Cool User Service

                        [Service]
                        ExecStart=/my/cool/user/service
                        Type=simple

                        [Install]
                        WantedBy=default.target
                        """);
    }

    @Test
    void theMissionsExampleLetsAliceLinger() {
        assertThat(files.read(EXAMPLE).declarations().lingers())
                .containsExactly(
                        new LingerDeclaration("alice", true, new Position("config.nix", 9, 3)));
    }

    @Test
    void nothingIsSaidOfTheMissionsExample() {
        assertThat(files.read(EXAMPLE).diagnostics()).isEmpty();
    }

    @Test
    void lingerCountsForTheAccountsNameNotTheAttributes() {
        var outcome = files.read("{ users.users.a = { name = \"alice\"; linger = false; }; }");

        assertThat(outcome.declarations().lingers())
                .extracting(LingerDeclaration::user)
                .containsExactly("alice");
    }

    @Test
    void lingerThatIsNullIsNotManaged() {
        assertThat(files.read("{ users.users.alice.linger = null; }").declarations().lingers())
                .isEmpty();
    }

    @Test
    void extraUsersAreUsers() {
        assertThat(files.read("{ users.extraUsers.bob.linger = true; }").declarations().lingers())
                .extracting(LingerDeclaration::user)
                .containsExactly("bob");
    }

    @Test
    void lingerIsAMistakeWhereLingeringIsNotManaged() {
        assertThat(
                        files.firstSaid(
                                "{ users.manageLingering = false; users.users.bob.linger = true; }"))
                .isEqualTo(
                        "ERROR config.nix:1:34: users.users.bob.linger: is defined, but"
                                + " users.manageLingering is false");
    }

    @Test
    void whatMeansNothingIsNamedAndNotEvaluated() {
        var outcome =
                files.read(
                        """
                        { pkgs, ... }: {
                          environment.systemPackages = throw "evaluated";
                          programs.git = { enable = throw "evaluated"; };
                          boot = throw "evaluated";
                        }
                        """);

        assertThat(outcome.diagnostics()).isEmpty();
        assertThat(outcome.declarations().ignored())
                .extracting(IgnoredOption::option, each -> each.position().toString())
                .containsExactly(
                        tuple("boot", "config.nix:4:3"),
                        tuple("environment.systemPackages", "config.nix:2:3"),
                        tuple("programs.git", "config.nix:3:3"));
    }

    @Test
    void whatMeansNothingIsAMistakeWhereThatIsAsked() {
        assertThat(files.strictly().firstSaid("{ boot.loader.timeout = 1; }"))
                .isEqualTo(
                        "ERROR config.nix:1:3: boot.loader: means nothing here, and --strict takes"
                                + " nothing else");
    }

    @Test
    void severalFilesAreMergedInTheirOrder() {
        files.file("a.nix", "{ systemd.user.extraConfig = \"A=1\"; }");
        files.file("b.nix", "{ systemd.user.extraConfig = \"B=2\"; }");

        assertThat(files.readFiles("a.nix", "b.nix").declarations().userManager().lines())
                .extracting(each -> each.value())
                .containsExactly("A=1\nB=2");
    }

    @Test
    void theTextsOfAllFilesReadAreThereToBeShown() {
        files.file("other.nix", "{ }");

        assertThat(files.read("{ imports = [ ./other.nix ]; }").sources())
                .containsOnlyKeys("config.nix", "other.nix");
    }

    @Test
    void aFileThatDoesNotExistIsSaid() {
        assertThat(files.readFiles("none.nix").diagnostics().getFirst())
                .hasToString("none.nix: cannot import 'none.nix': No such file or directory");
    }

    @Test
    void aFileOutsideTheTreeIsNotRead() {
        assertThat(files.firstSaid("{ imports = [ /etc/passwd ]; }"))
                .startsWith("ERROR config.nix:1:3: cannot import '/etc/passwd': it lies outside");
    }

    @Test
    void aFileOutsideTheTreeIsReadWhereThatIsAllowed(@TempDir Path elsewhere) throws IOException {
        Path text = Files.writeString(elsewhere.resolve("text"), "read");
        Path secret = Files.writeString(elsewhere.resolve("secret"), "not read");
        String reads = "{ systemd.user.services.x.description = builtins.readFile %s; }";
        files.mayRead(text);

        assertThat(files.said(reads.formatted(text))).isEmpty();
        assertThat(files.firstSaid(reads.formatted(secret)))
                .contains("it lies outside the directories that may be read")
                .contains("--allow-path");
        files.mayRead(elsewhere);
        assertThat(files.said(reads.formatted(secret))).isEmpty();
    }

    @Test
    void modulesThatAreToBeLeftOutAreSaidToCount() {
        assertThat(files.said("{ disabledModules = [ \"services/x.nix\" ]; }"))
                .containsExactly(
                        "WARNING config.nix:1:3: disabledModules: leaves out no module: what is"
                                + " imported counts here, and nixpkgs' own modules do not");
        assertThat(files.said("{ disabledModules = [ ./x.nix ]; config = { }; }")).hasSize(1);
    }

    @Test
    void lingeringOfAStrangerIsAMistake() {
        assertThat(files.firstSaid("{ users.users.nosuch.linger = true; }"))
                .isEqualTo(
                        "ERROR config.nix:1:3: users.users.nosuch.linger: there is no user nosuch"
                                + " here, and none is made");
        assertThat(files.said("{ users.users.nosuch.linger = false; }")).isEmpty();
    }

    @Test
    void aTraceIsSaid() {
        assertThat(files.said("builtins.trace \"hello\" { }"))
                .containsExactly("NOTICE trace: hello");
    }
}
