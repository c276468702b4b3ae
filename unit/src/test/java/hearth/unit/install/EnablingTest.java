package hearth.unit.install;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.Trees;
import hearth.unit.UnitName;
import hearth.unit.install.InstallResult.Plan;
import hearth.unit.install.InstallResult.Reason;
import hearth.unit.install.InstallResult.Refused;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitTree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What sections [Install] ask for, what comes of it, and what is said where it cannot be. */
class EnablingTest {
    private static final String HOME = "/home/alice/.config/systemd/user";
    private static final String VENDOR = "/usr/lib/systemd/user";

    private static Entry asking(String... lines) {
        return Trees.file("[Install]\n" + String.join("\n", lines) + "\n");
    }

    private static InstallResult enable(
            Map<String, Entry> shipped, Map<String, Entry> config, String name) {
        UnitTree tree =
                new UnitTree(
                        List.of(
                                Trees.directory(HOME, Place.Role.CONFIG, config),
                                Trees.directory(VENDOR, Place.Role.VENDOR, shipped)));
        return new Installer(tree, Trees.ALICE, Installer.Options.PERSISTENT)
                .enable(List.of(new UnitName(name)));
    }

    private static InstallResult enable(Map<String, Entry> shipped, String name) {
        return enable(shipped, Map.of(), name);
    }

    private static List<Step> steps(InstallResult result) {
        assertThat(result).isInstanceOf(Plan.class);
        return ((Plan) result).steps();
    }

    private static Step link(String path, String target) {
        return new Change.Link(HOME + "/" + path, VENDOR + "/" + target, false);
    }

    private static List<Step> changes(InstallResult result) {
        return List.copyOf(((Plan) result).changes());
    }

    /** Returns what could not be done, where the rest is. */
    private static Refused failure(InstallResult result) {
        assertThat(result).isInstanceOf(Plan.class);
        return ((Plan) result).failure().orElseThrow();
    }

    private static Refused bad(String message) {
        return new Refused(Reason.BAD, message);
    }

    @Test
    void whatCanBeDoneIsDoneWhereSomethingCannot() {
        InstallResult result =
                enable(
                        Map.of(
                                "a.service",
                                asking("Alias=b.socket c.service", "WantedBy=x.target bogus")),
                        "a.service");

        assertThat(failure(result)).isEqualTo(bad("cannot alias a.service as b.socket"));
        assertThat(changes(result))
                .containsExactly(
                        link("c.service", "a.service"),
                        link("x.target.wants/a.service", "a.service"));
    }

    @Test
    void dropInsOfTheUnitsOwnNameCount() {
        Map<String, Entry> shipped =
                Map.of(
                        "a-b.service",
                        asking("WantedBy=x.target"),
                        "x.target",
                        Trees.file(""),
                        "a-b.service.d",
                        new Entry.Directory(
                                Map.of(
                                        "1.conf", asking("WantedBy="),
                                        "2.conf", asking("RequiredBy=x.target"),
                                        ".3.conf", asking("Alias=c.service"))),
                        "a-.service.d",
                        new Entry.Directory(Map.of("1.conf", asking("Alias=d.service"))),
                        "service.d",
                        new Entry.Directory(Map.of("1.conf", asking("Alias=e.service"))));

        assertThat(changes(enable(shipped, "a-b.service")))
                .containsExactly(link("x.target.requires/a-b.service", "a-b.service"));
    }

    @Test
    void aFileIsReadToItsInstallSectionWhateverElseIsWrong() {
        Entry file = Trees.file("[Service]\nExecStart=rel/x\n[Install]\nWantedBy=x.target\n");

        assertThat(changes(enable(Map.of("a.service", file), "a.service")))
                .containsExactly(link("x.target.wants/a.service", "a.service"));
    }

    @Test
    void aFileThatEndsInAFaultIsRefused() {
        assertThat(enable(Map.of("a.service", Trees.file("[Install\n")), "a.service"))
                .isEqualTo(new Refused(Reason.MALFORMED, "file a.service: Bad message"));
    }

    @Test
    void whatIsNoNameForAUnitIsNoAlias() {
        for (String alias :
                List.of("bad.target", "b@.service", "b@x.service", "x!y.service", "b")) {
            assertThat(failure(enable(Map.of("a.service", asking("Alias=" + alias)), "a.service")))
                    .isEqualTo(bad("cannot alias a.service as " + alias));
        }
    }

    @Test
    void anAliasOfATemplateIsATemplateOrAnInstance() {
        assertThat(failure(enable(Map.of("a@.service", asking("Alias=b.service")), "a@.service")))
                .isEqualTo(bad("cannot alias a@.service as b.service"));
        assertThat(steps(enable(Map.of("a@.service", asking("Alias=b@.service")), "a@.service")))
                .containsExactly(link("b@.service", "a@.service"));
        assertThat(steps(enable(Map.of("a@.service", asking("Alias=b@y.service")), "a@.service")))
                .containsExactly(link("b@y.service", "a@.service"));
    }

    @Test
    void anInstanceLendsItsInstanceToAliasesThatAreTemplates() {
        assertThat(steps(enable(Map.of("a@.service", asking("Alias=b@.service")), "a@x.service")))
                .containsExactly(link("b@x.service", "a@.service"));
        assertThat(
                        failure(
                                enable(
                                        Map.of("a@.service", asking("Alias=b@y.service")),
                                        "a@x.service")))
                .isEqualTo(bad("cannot alias a@x.service as b@y.service"));
    }

    @Test
    void anAliasMayBeAPathInADirectoryOfDependencies() {
        assertThat(
                        steps(
                                enable(
                                        Map.of(
                                                "a.service",
                                                asking("Alias=default.target.wants/a.service")),
                                        "a.service")))
                .containsExactly(link("default.target.wants/a.service", "a.service"));
        assertThat(
                        failure(
                                enable(
                                        Map.of(
                                                "a.service",
                                                asking("Alias=default.target.x/a.service")),
                                        "a.service")))
                .isEqualTo(bad("invalid unit reference default.target.x/a.service"));
    }

    @Test
    void typesWithoutAliasesHaveNone() {
        assertThat(enable(Map.of("a.slice", asking("Alias=b.slice")), "a.slice"))
                .isEqualTo(new Plan(List.of(), false));
    }

    @Test
    void aTemplateAloneCannotBeWantedByAPlainUnit() {
        Map<String, Entry> shipped =
                Map.of(
                        "a@.service", asking("WantedBy=b.target"),
                        "b.target", asking(),
                        "c@.service", asking("WantedBy=d@.target d@x.target"),
                        "d@.target", asking());

        assertThat(failure(enable(shipped, "a@.service")))
                .isEqualTo(bad("destination unit b.target is a non-template unit"));
        assertThat(steps(enable(shipped, "a@x.service")))
                .containsExactly(link("b.target.wants/a@x.service", "a@.service"));
        assertThat(steps(enable(shipped, "c@.service")))
                .containsExactly(
                        link("d@.target.wants/c@.service", "c@.service"),
                        link("d@x.target.wants/c@.service", "c@.service"));
    }

    @Test
    void aTemplateIsEnabledAsItsDefaultInstanceUnlessThatIsMasked() {
        Map<String, Entry> shipped =
                Map.of(
                        "a@.service", asking("WantedBy=b.target", "DefaultInstance=x"),
                        "b.target", asking());

        assertThat(steps(enable(shipped, "a@.service")))
                .containsExactly(link("b.target.wants/a@x.service", "a@.service"));
        assertThat(
                        failure(
                                enable(
                                        shipped,
                                        Map.of("a@x.service", Trees.link("/dev/null")),
                                        "a@.service")))
                .isEqualTo(
                        new Refused(Reason.MASKED, "unit file " + HOME + "/a@x.service is masked"));
    }

    @Test
    void whatWantsAUnitIsNamedWhereItIsNoName() {
        assertThat(failure(enable(Map.of("a.service", asking("WantedBy=x/y")), "a.service")))
                .isEqualTo(bad("\"x/y\" is not a valid unit name"));
    }

    @Test
    void aTargetThatIsNotThereIsNotedBehindItsLink() {
        Map<String, Entry> shipped =
                Map.of("a.service", asking("WantedBy=b.target c.target"), "c.target", asking());

        assertThat(steps(enable(shipped, "a.service")))
                .containsExactly(
                        link("b.target.wants/a.service", "a.service"),
                        new Note.NoTarget("b.target", VENDOR + "/a.service"),
                        link("c.target.wants/a.service", "a.service"));
        assertThat(steps(enable(shipped, Map.of("b.target", Trees.link("/dev/null")), "a.service")))
                .doesNotHaveAnyElementsOfTypes(Note.NoTarget.class);
    }

    @Test
    void aLinkOfADependencyThatLeadsElsewhereIsReplaced() {
        Map<String, Entry> config =
                Map.of(
                        "b.target.wants",
                        new Entry.Directory(Map.of("a.service", Trees.link("/srv/a.service"))));

        assertThat(
                        steps(
                                enable(
                                        Map.of(
                                                "a.service", asking("WantedBy=b.target"),
                                                "b.target", asking()),
                                        config,
                                        "a.service")))
                .containsExactly(
                        new Change.Link(
                                HOME + "/b.target.wants/a.service", VENDOR + "/a.service", true));
    }

    @Test
    void whatGoesWithAUnitAndCannotBeEnabledIsNoted() {
        Map<String, Entry> config =
                Map.of(
                        "masked.service", Trees.link("/dev/null"),
                        "alias.service", Trees.link(VENDOR + "/a.service", "[Install]\n"));

        assertThat(
                        steps(
                                enable(
                                        Map.of(
                                                "a.service",
                                                asking(
                                                        "Alias=b.service",
                                                        "Also=no.service masked.service",
                                                        "Also=alias.service")),
                                        config,
                                        "a.service")))
                .containsExactly(
                        link("b.service", "a.service"),
                        new Note.AuxiliaryFailed("no.service"),
                        new Note.Masked(HOME + "/masked.service"),
                        new Note.AuxiliaryFailed("alias.service"));
    }

    @Test
    void anAliasThatEnablingMadeIsNotEnabled() {
        Map<String, Entry> shipped =
                Map.of(
                        "a.service", asking("Alias=b.service"),
                        "shipped.service", Trees.link("a.service", "[Install]\n"));

        assertThat(
                        enable(
                                shipped,
                                Map.of("b.service", Trees.link(VENDOR + "/a.service", "")),
                                "b.service"))
                .isEqualTo(
                        new Refused(
                                Reason.ALIAS,
                                "refusing to operate on alias name or linked unit file:"
                                        + " b.service"));
        assertThat(steps(enable(shipped, "shipped.service")))
                .containsExactly(link("b.service", "a.service"));
    }

    @Test
    void anAliasOfNothingIsNoMissingFile() {
        assertThat(enable(Map.of(), Map.of("a.service", Trees.link("no.service")), "a.service"))
                .isEqualTo(new Refused(Reason.SEVERED, "file a.service: Link has been severed"));
    }
}
