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

class InstallerTest {
    private static final String HOME = "/home/alice/.config/systemd/user";
    private static final String VENDOR = "/usr/lib/systemd/user";
    private static final Map<String, Entry> SHIPPED =
            Map.of(
                    "a.service",
                    Trees.file(
                            "[Install]\nWantedBy=default.target\nAlias=b.service\nAlso=a.socket\n"),
                    "a.socket",
                    Trees.file("[Install]\nWantedBy=sockets.target\n"),
                    "t@.service",
                    Trees.file("[Install]\nRequiredBy=%i.target\nDefaultInstance=one\n"),
                    "n@.service",
                    Trees.file("[Install]\nWantedBy=default.target\n"),
                    "plain.service",
                    Trees.file("[Service]\nExecStart=/bin/true\n"),
                    "also.service",
                    Trees.file("[Install]\nAlso=a.socket\n"));

    private static UnitTree tree(Map<String, Entry> config) {
        return new UnitTree(
                List.of(
                        Trees.directory(HOME, Place.Role.CONFIG, config),
                        Trees.directory(
                                "/run/user/1000/systemd/user", Place.Role.RUNTIME_CONFIG, Map.of()),
                        Trees.directory(VENDOR, Place.Role.VENDOR, SHIPPED)));
    }

    private static Installer installer(Map<String, Entry> config) {
        return new Installer(tree(config), Trees.ALICE, Installer.Options.PERSISTENT);
    }

    private static List<UnitName> names(String... names) {
        return java.util.Arrays.stream(names).map(UnitName::new).toList();
    }

    private static List<Change> changes(InstallResult result) {
        assertThat(result).isInstanceOf(Plan.class);
        return ((Plan) result).changes();
    }

    private static Change.Link link(String path, String target) {
        return new Change.Link(HOME + "/" + path, target, false);
    }

    @Test
    void enableLinksTheUnitItsAliasesAndWhatGoesWithIt() {
        assertThat(changes(installer(Map.of()).enable(names("a.service"))))
                .containsExactly(
                        link("b.service", VENDOR + "/a.service"),
                        link("default.target.wants/a.service", VENDOR + "/a.service"),
                        link("sockets.target.wants/a.socket", VENDOR + "/a.socket"));
    }

    @Test
    void enablingTwiceChangesNothingMore() {
        Map<String, Entry> enabled =
                Map.of(
                        "sockets.target.wants",
                        new Entry.Directory(
                                Map.of(
                                        "a.socket",
                                        Trees.link(VENDOR + "/a.socket", "[Install]\n"))));

        assertThat(changes(installer(enabled).enable(names("a.socket")))).isEmpty();
    }

    @Test
    void anInstanceIsEnabledAsItself() {
        assertThat(changes(installer(Map.of()).enable(names("t@two.service"))))
                .containsExactly(link("two.target.requires/t@two.service", VENDOR + "/t@.service"));
    }

    @Test
    void whatIsMissingMaskedOrInTheWayIsRefused() {
        Map<String, Entry> config =
                Map.of(
                        "plain.service", Trees.link("/dev/null"),
                        "b.service", Trees.file("[Unit]\n"));

        assertThat(installer(config).enable(names("no.service")))
                .isEqualTo(new Refused(Reason.NOT_FOUND, "unit file no.service does not exist"));
        assertThat(((Refused) installer(config).enable(names("plain.service"))).reason())
                .isEqualTo(Reason.MASKED);
        assertThat(((Plan) installer(config).enable(names("a.service"))).failure().orElseThrow())
                .extracting(Refused::reason)
                .isEqualTo(Reason.EXISTS);
    }

    @Test
    void aUnitWithoutInstallSectionSaysSo() {
        assertThat(installer(Map.of()).enable(names("plain.service")))
                .isEqualTo(new Plan(List.of(), false));
    }

    private static final Map<String, Entry> ENABLED =
            Map.of(
                    "b.service",
                    Trees.link(VENDOR + "/a.service", "[Install]\n"),
                    "default.target.wants",
                    new Entry.Directory(
                            Map.of(
                                    "a.service", Trees.link(VENDOR + "/a.service", "[Install]\n"),
                                    "t@x.service",
                                            Trees.link(VENDOR + "/t@.service", "[Install]\n"),
                                    "plain.service",
                                            Trees.link(VENDOR + "/plain.service", "[Unit]\n"))));

    @Test
    void disableTakesAllLinksOfTheUnitAndItsAliases() {
        assertThat(changes(installer(ENABLED).disable(names("a.service"))))
                .containsExactlyInAnyOrder(
                        new Change.Unlink(HOME + "/b.service"),
                        new Change.Unlink(HOME + "/default.target.wants/a.service"),
                        new Change.Tidy(HOME + "/default.target.wants"));
    }

    @Test
    void disablingATemplateTakesItsInstances() {
        assertThat(changes(installer(ENABLED).disable(names("t@.service"))))
                .containsExactly(
                        new Change.Unlink(HOME + "/default.target.wants/t@x.service"),
                        new Change.Tidy(HOME + "/default.target.wants"));
    }

    @Test
    void aBadUnitEndsNoPresettingOfTheOthers() {
        Map<String, Entry> config =
                Map.of(
                        "p.service",
                        Trees.file("[Install]\nAlias=p.socket\nWantedBy=x.target\n"),
                        "q.service",
                        Trees.file("[Install]\nWantedBy=x.target\n"));

        Plan plan =
                (Plan)
                        installer(config)
                                .presetAll(
                                        names("p.service", "q.service"),
                                        PresetRules.parse(Map.of("1.preset", "enable *\n")));

        assertThat(plan.changes()).hasSize(2);
        assertThat(plan.failure()).isPresent();
    }

    @Test
    void aDirectoryIsTidiedWhenAllItsLinksAreGone() {
        List<Change> changes =
                changes(installer(ENABLED).disable(names("a.service", "plain.service")));

        assertThat(changes.getLast()).isEqualTo(new Change.Tidy(HOME + "/default.target.wants"));
        assertThat(changes).filteredOn(Change.Tidy.class::isInstance).hasSize(1);
    }

    @Test
    void disablingOneInstanceLeavesTheOthers() {
        assertThat(changes(installer(ENABLED).disable(names("t@y.service")))).isEmpty();
    }

    @Test
    void reenableRemovesAndMakesLinks() {
        assertThat(changes(installer(ENABLED).reenable(names("a.service"))))
                .contains(
                        new Change.Unlink(HOME + "/b.service"),
                        link("b.service", VENDOR + "/a.service"));
    }

    @Test
    void masksAreMadeAndTakenBack() {
        assertThat(changes(installer(Map.of()).mask(names("a.service"))))
                .containsExactly(link("a.service", "/dev/null"));
        assertThat(
                        changes(
                                installer(Map.of("a.service", Trees.link("/dev/null")))
                                        .unmask(names("a.service", "plain.service"))))
                .containsExactly(new Change.Unlink(HOME + "/a.service"));
    }

    @Test
    void aRuntimeChangeIsMadeBelowTheRuntimeDirectory() {
        Installer installer =
                new Installer(tree(Map.of()), Trees.ALICE, new Installer.Options(true, false));

        assertThat(changes(installer.mask(names("a.service"))))
                .containsExactly(
                        new Change.Link(
                                "/run/user/1000/systemd/user/a.service", "/dev/null", false));
    }

    @Test
    void filesOutsideTheTreeAreLinked() {
        assertThat(changes(installer(Map.of()).link(List.of("/srv/x.service"))))
                .containsExactly(link("x.service", "/srv/x.service"));
        assertThat(installer(Map.of()).link(List.of("x.service"))).isInstanceOf(Refused.class);
    }

    @Test
    void presetsDecideByTheFirstRuleThatMatches() {
        PresetRules rules =
                PresetRules.parse(
                        Map.of(
                                "90.preset", "disable *\n",
                                "10.preset", "# ours\nenable a.s*\nenable t@.service one two\n"));

        assertThat(changes(installer(Map.of()).preset(names("a.socket", "plain.service"), rules)))
                .containsExactly(link("sockets.target.wants/a.socket", VENDOR + "/a.socket"));
        assertThat(changes(installer(Map.of()).preset(names("t@.service"), rules))).hasSize(2);
        assertThat(rules.verdict(new UnitName("x.service"))).isEqualTo(PresetRules.Verdict.DISABLE);
    }

    @Test
    void revertTakesBackOverridesAndDropIns() {
        Map<String, Entry> changed =
                Map.of(
                        "a.service", Trees.file("[Unit]\n"),
                        "mine.service", Trees.file("[Unit]\n"),
                        "a.service.d",
                                new Entry.Directory(Map.of("x.conf", Trees.file("[Unit]\n"))));

        assertThat(changes(installer(changed).revert(names("a.service", "mine.service"))))
                .containsExactly(
                        new Change.Unlink(HOME + "/a.service"),
                        new Change.Unlink(HOME + "/a.service.d/x.conf"),
                        new Change.Unlink(HOME + "/a.service.d"));
    }

    private static void is(Map<String, Entry> config, String name, UnitFileState state) {
        assertThat(installer(config).state(new UnitName(name))).as(name).contains(state);
    }

    @Test
    void statesAreAsSystemctlSaysThem() {
        is(Map.of(), "a.service", UnitFileState.DISABLED);
        is(Map.of(), "plain.service", UnitFileState.STATIC);
        is(Map.of(), "also.service", UnitFileState.INDIRECT);
        is(ENABLED, "a.service", UnitFileState.ENABLED);
        is(ENABLED, "b.service", UnitFileState.ALIAS);
        is(ENABLED, "t@x.service", UnitFileState.ENABLED);
        is(ENABLED, "t@y.service", UnitFileState.DISABLED);
        is(Map.of("a.service", Trees.link("/dev/null")), "a.service", UnitFileState.MASKED);
        is(
                Map.of("x.service", Trees.link("/srv/x.service", "[Unit]\n")),
                "x.service",
                UnitFileState.LINKED);
        is(
                Map.of("x.service", new Entry.Unreadable("is a fifo", 0)),
                "x.service",
                UnitFileState.BAD);
        assertThat(installer(Map.of()).state(new UnitName("no.service"))).isEmpty();
    }

    @Test
    void aLinkOfADependencyThatIsThereIsLeftAsItIs() {
        Map<String, Entry> config =
                Map.of(
                        "x.target.wants",
                        new Entry.Directory(
                                Map.of(
                                        "plain.service",
                                        new Entry.Link(
                                                VENDOR + "/plain.service", new Entry.Missing()))));

        assertThat(
                        changes(
                                installer(config)
                                        .linkAs(
                                                names("plain.service", "a.socket"),
                                                name -> "x.target.wants/" + name)))
                .containsExactly(link("x.target.wants/a.socket", VENDOR + "/a.socket"));
    }

    @Test
    void aUnitThatIsKnownByAnotherNameIsEnabledIndirectly() {
        Map<String, Entry> linked =
                Map.of(
                        "other.service", Trees.link(VENDOR + "/plain.service", "[Unit]\n"),
                        "default.target.wants",
                                new Entry.Directory(
                                        Map.of(
                                                "n@x.service",
                                                Trees.link(VENDOR + "/n@.service", "[Install]\n"))),
                        "one.target.requires",
                                new Entry.Directory(
                                        Map.of(
                                                "t@one.service",
                                                Trees.link(
                                                        VENDOR + "/t@.service", "[Install]\n"))));

        is(linked, "plain.service", UnitFileState.INDIRECT);
        is(linked, "n@.service", UnitFileState.INDIRECT);
        is(linked, "n@x.service", UnitFileState.ENABLED);
        is(linked, "t@.service", UnitFileState.ENABLED);
    }

    @Test
    void anAliasOfATemplateIsAnAliasAndItsInstancesAreNone() {
        Map<String, Entry> config =
                Map.of("m@.service", Trees.link(VENDOR + "/n@.service", "[Install]\n"));

        is(config, "m@.service", UnitFileState.ALIAS);
        is(config, "m@x.service", UnitFileState.DISABLED);
        is(config, "n@.service", UnitFileState.INDIRECT);
        assertThat(changes(installer(config).disable(names("n@.service"))))
                .containsExactly(new Change.Unlink(HOME + "/m@.service"));
    }

    @Test
    void anAliasOfNothingIsSevered() {
        Installer installer =
                installer(
                        Map.of(
                                "x.service", Trees.link("no.service"),
                                "y.service", Trees.link("/srv/y.service")));

        assertThat(installer.state(new UnitName("x.service"))).isEmpty();
        assertThat(installer.isSevered(new UnitName("x.service"))).isTrue();
        assertThat(installer.isSevered(new UnitName("y.service"))).isFalse();
        assertThat(installer.disable(names("x.service")))
                .isEqualTo(
                        new Plan(
                                List.of(
                                        new Note.Dangling(HOME + "/x.service"),
                                        new Change.Unlink(HOME + "/x.service")),
                                false));
    }

    @Test
    void disablingWhatIsMaskedSaysSoAndChangesNothing() {
        assertThat(
                        installer(Map.of("a.service", Trees.link("/dev/null")))
                                .disable(names("a.service")))
                .isEqualTo(new Plan(List.of(new Note.Masked(HOME + "/a.service")), false));
    }

    @Test
    void presettingAllPassesOverWhatIsMaskedMissingOrAnAlias() {
        Map<String, Entry> config =
                Map.of(
                        "masked.service", Trees.link("/dev/null"),
                        "lost.service", Trees.link("/srv/lost.service"),
                        "other.service", Trees.link(VENDOR + "/a.socket", "[Install]\n"));
        List<UnitName> all =
                names("masked.service", "lost.service", "other.service", "n@.service", "a.socket");

        assertThat(((Plan) installer(config).presetAll(all, PresetRules.NONE)).steps())
                .containsExactly(
                        new Note.Masked(HOME + "/masked.service"),
                        link("sockets.target.wants/a.socket", VENDOR + "/a.socket"),
                        new Note.NoTarget("sockets.target", VENDOR + "/a.socket"));
        assertThat(installer(config).preset(names("masked.service"), PresetRules.NONE))
                .isInstanceOf(Refused.class);
    }
}
