package hearth.unit;

import static hearth.unit.Trees.file;
import static hearth.unit.Trees.link;
import static hearth.unit.Trees.loaded;
import static hearth.unit.Trees.vendor;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which files make a unit: fragments, drop-ins, links, templates. */
class UnitLoaderTest {
    private static final String SIMPLE = "[Service]\nExecStart=/bin/true\n";

    private static final String BROKEN_DROP_IN =
            """
            [Service]
            WorkingDirectory=x
            RestartSec=9
            """;

    @Test
    void dropInsApplyByFileNameAndTheMoreImportantDirectoryWins() {
        UnitTree tree =
                new UnitTree(
                        List.of(
                                Trees.directory(
                                        "/home/alice/.config/systemd/user",
                                        Place.Role.CONFIG,
                                        Map.of(
                                                "a-b.service.d",
                                                new Entry.Directory(
                                                        Map.of(
                                                                "20.conf",
                                                                file("[Unit]\nDescription=20\n"),
                                                                "50.conf",
                                                                link("/dev/null"),
                                                                "ignored.txt",
                                                                file("[Unit]\nDescription=x\n"))))),
                                Trees.directory(
                                        "/usr/lib/systemd/user",
                                        Place.Role.VENDOR,
                                        Map.of(
                                                "a-b.service",
                                                file(SIMPLE),
                                                "a-.service.d",
                                                new Entry.Directory(
                                                        Map.of(
                                                                "50.conf",
                                                                file("[Unit]\nDescription=50\n"))),
                                                "service.d",
                                                new Entry.Directory(
                                                        Map.of(
                                                                "10.conf",
                                                                file(
                                                                        "[Unit]\nDescription=10\n")))))));

        UnitDefinition unit = loaded(tree, "a-b.service");

        assertThat(unit.settings().get(UnitSettings.DESCRIPTION)).isEqualTo("20");
        assertThat(unit.dropInPaths())
                .containsExactly(
                        "/usr/lib/systemd/user/service.d/10.conf",
                        "/home/alice/.config/systemd/user/a-b.service.d/20.conf");
    }

    @Test
    void aHiddenDropInDoesNotCount() {
        UnitTree tree =
                vendor(
                        Map.of(
                                "a.service",
                                file(SIMPLE),
                                "a.service.d",
                                new Entry.Directory(
                                        Map.of(
                                                ".x.conf", file("[Service]\nNice=1\n"),
                                                "x.conf~", file("[Service]\nNice=2\n")))));

        UnitDefinition unit = loaded(tree, "a.service");

        assertThat(unit.dropInPaths()).isEmpty();
        assertThat(unit.settings().isSet(ExecSettings.NICE)).isFalse();
    }

    @Test
    void whatWouldRefuseAFragmentOnlyEndsADropIn() {
        UnitTree tree =
                vendor(
                        Map.of(
                                "a.service",
                                file(SIMPLE),
                                "a.service.d",
                                new Entry.Directory(Map.of("x.conf", file(BROKEN_DROP_IN)))));

        UnitDefinition unit = loaded(tree, "a.service");

        assertThat(unit.diagnostics().getFirst().message()).contains("the rest of the file");
        assertThat(unit.settings().isSet(ServiceSettings.RESTART_SEC)).isFalse();
    }

    @Test
    void aliasesLeadToTheUnitAndAreItsNames() {
        UnitTree tree =
                vendor(
                        Map.of(
                                "real.service", file(SIMPLE),
                                "alias.service", link("real.service"),
                                "second.service", link("/usr/lib/systemd/user/alias.service")));

        UnitDefinition unit = loaded(tree, "second.service");

        assertThat(unit.id()).isEqualTo(new UnitName("real.service"));
        assertThat(unit.names())
                .containsExactlyInAnyOrder(
                        new UnitName("real.service"),
                        new UnitName("alias.service"),
                        new UnitName("second.service"));
    }

    @Test
    void instancesComeFromTheirTemplateUnlessTheyHaveAFile() {
        UnitTree tree =
                vendor(
                        Map.of(
                                "t@.service", file("[Service]\nExecStart=/bin/echo %i %I\n"),
                                "t@own.service", file(SIMPLE)));

        assertThat(
                        loaded(tree, "t@a\\x20b.service")
                                .settings()
                                .get(ServiceSettings.EXEC_START)
                                .getFirst()
                                .argv())
                .containsExactly("/bin/echo", "a\\x20b", "a b");
        assertThat(loaded(tree, "t@own.service").fragmentPath())
                .contains("/usr/lib/systemd/user/t@own.service");
    }

    @Test
    void masksHideWhatOtherDirectoriesHave() {
        UnitTree tree =
                new UnitTree(
                        List.of(
                                Trees.directory(
                                        "/etc/systemd/user",
                                        Place.Role.ADMINISTRATOR,
                                        Map.of(
                                                "a.service", link("/dev/null"),
                                                "b.service", file(""))),
                                Trees.directory(
                                        "/usr/lib/systemd/user",
                                        Place.Role.VENDOR,
                                        Map.of(
                                                "a.service", file(SIMPLE),
                                                "b.service", file(SIMPLE)))));
        UnitLoader loader = new UnitLoader(Trees.ALICE);

        assertThat(loader.load(new UnitName("a.service"), tree))
                .isEqualTo(
                        new LoadResult.Masked(
                                new UnitName("a.service"), "/etc/systemd/user/a.service"));
        assertThat(loader.load(new UnitName("b.service"), tree))
                .isInstanceOf(LoadResult.Masked.class);
    }

    @Test
    void linksInWantsDirectoriesAreDependencies() {
        UnitTree tree =
                vendor(
                        Map.of(
                                "a.target",
                                file("[Unit]\nWants=w.service\nAfter=a.target x.service\n"),
                                "a.target.wants",
                                new Entry.Directory(Map.of("l.service", link("../l.service"))),
                                "a.target.requires",
                                new Entry.Directory(
                                        Map.of(
                                                "r.service", link("../r.service"),
                                                "off.service", link("/dev/null")))));

        assertThat(loaded(tree, "a.target").dependencies())
                .containsExactly(
                        new Dependency(
                                DependencyType.WANTS,
                                new UnitName("w.service"),
                                Dependency.Origin.FILE),
                        new Dependency(
                                DependencyType.AFTER,
                                new UnitName("x.service"),
                                Dependency.Origin.FILE),
                        new Dependency(
                                DependencyType.WANTS,
                                new UnitName("l.service"),
                                Dependency.Origin.LINK),
                        new Dependency(
                                DependencyType.REQUIRES,
                                new UnitName("r.service"),
                                Dependency.Origin.LINK));
    }

    @Test
    void linkedUnitsLieOutsideTheTree() {
        UnitTree tree = vendor(Map.of("a.service", link("/home/alice/a.service", SIMPLE)));

        assertThat(loaded(tree, "a.service").fragmentPath()).contains("/home/alice/a.service");
    }

    @Test
    void whatIsNotThereIsNotFoundButASliceNeedsNoFile() {
        UnitLoader loader = new UnitLoader(Trees.ALICE);

        assertThat(loader.load(new UnitName("a.service"), UnitTree.EMPTY))
                .isInstanceOf(LoadResult.NotFound.class);
        assertThat(loaded(UnitTree.EMPTY, "a-b.slice").fragmentPath()).isEmpty();
    }

    @Test
    void unreadableFilesCirclesAndTemplatesAreErrors() {
        UnitLoader loader = new UnitLoader(Trees.ALICE);
        UnitTree tree =
                vendor(
                        Map.of(
                                "fifo.service", new Entry.Unreadable("is a fifo", 0),
                                "x.service", link("y.service"),
                                "y.service", link("x.service"),
                                "broken.service", file("[Service\n"),
                                "t@.service", file(SIMPLE)));

        for (String name : List.of("fifo.service", "x.service", "broken.service", "t@.service")) {
            assertThat(loader.load(new UnitName(name), tree))
                    .as(name)
                    .isInstanceOf(LoadResult.Error.class);
        }
    }

    @Test
    void sourcesTellWhetherAUnitNeedsAReload() {
        UnitLoader loader = new UnitLoader(Trees.ALICE);
        UnitTree before = vendor(Map.of("a.service", file(SIMPLE)));
        UnitTree after =
                vendor(
                        Map.of(
                                "a.service",
                                file(SIMPLE),
                                "a.service.d",
                                new Entry.Directory(Map.of("x.conf", file("[Unit]\n")))));
        UnitName name = new UnitName("a.service");

        assertThat(loader.sources(name, before)).isEqualTo(loaded(before, "a.service").sources());
        assertThat(loader.sources(name, after)).isNotEqualTo(loader.sources(name, before));
    }

    @Test
    void aTemplateAsADependencyTakesTheInstanceOfTheUnitThatNamesIt() {
        String text = SIMPLE + "[Unit]\nWants=x@.service\nAfter=x@.service\n";

        for (String name : List.of("w.service", "t@w.service")) {
            UnitDefinition unit = loaded(name, text);
            assertThat(unit.dependencies())
                    .extracting(Dependency::type, it -> it.target().text())
                    .containsExactly(
                            tuple(DependencyType.WANTS, "x@w.service"),
                            tuple(DependencyType.AFTER, "x@w.service"));
            assertThat(unit.diagnostics()).isEmpty();
        }
    }

    @Test
    void aLinkToATemplateTakesTheInstanceOfTheUnitThatNamesIt() {
        UnitTree tree =
                vendor(
                        Map.of(
                                "w.service",
                                file(SIMPLE),
                                "w.service.wants",
                                new Entry.Directory(Map.of("x@.service", link("../x@.service")))));

        LoadResult result = new UnitLoader(Trees.ALICE).load(new UnitName("w.service"), tree);

        assertThat(((LoadResult.Loaded) result).unit().dependencies())
                .extracting(it -> it.target().text())
                .containsExactly("x@w.service");
    }

    @Test
    void aTemplateWhoseInstanceWouldBeTooLongIsIgnored() {
        String name = "w".repeat(240) + ".service";

        assertThat(loaded(name, SIMPLE + "[Unit]\nWants=instance@.service\n").diagnostics())
                .singleElement()
                .satisfies(it -> assertThat(it.message()).contains("ignored"));
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() {
        byte[] text = (SIMPLE + "[Unit]\nDescription=caf\u00e9\n").getBytes(ISO_8859_1);
        UnitTree tree = vendor(Map.of("a.service", Entry.File.of(text, 1)));

        LoadResult result = new UnitLoader(Trees.ALICE).load(new UnitName("a.service"), tree);

        assertThat(result)
                .isInstanceOfSatisfying(
                        LoadResult.Error.class,
                        error -> {
                            assertThat(error.fault()).contains(UnitFile.Fault.ENCODING);
                            assertThat(error.diagnostics())
                                    .singleElement()
                                    .satisfies(it -> assertThat(it.line()).isEqualTo(4));
                        });
    }

    @Test
    void aDropInThatIsNotUtf8CountsUpToThere() {
        byte[] text = "[Service]\nNice=3\nType=caf\u00e9\nNice=5\n".getBytes(ISO_8859_1);
        UnitTree tree =
                vendor(
                        Map.of(
                                "a.service",
                                file(SIMPLE),
                                "a.service.d",
                                new Entry.Directory(Map.of("a.conf", Entry.File.of(text, 1)))));

        LoadResult result = new UnitLoader(Trees.ALICE).load(new UnitName("a.service"), tree);

        UnitDefinition unit = ((LoadResult.Loaded) result).unit();
        assertThat(unit.settings().get(ExecSettings.NICE)).isEqualTo(3);
        assertThat(unit.diagnostics())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.severity()).isEqualTo(Diagnostic.Severity.WARNING);
                    assertThat(it.message()).endsWith("the rest of the file is ignored");
                });
    }

    private static UnitTree ofAlice(Map<String, Entry> entries) {
        return new UnitTree(
                List.of(
                        Trees.directory(
                                "/home/alice/.config/systemd/user", Place.Role.CONFIG, entries)));
    }

    private static UnitDefinition again(UnitDefinition before, Map<String, Entry> entries) {
        LoadResult result =
                new UnitLoader(Trees.ALICE)
                        .load(before.id(), ofAlice(entries), Optional.of(before));
        return ((LoadResult.Loaded) result).unit();
    }

    @Test
    void whatIsAsItWasIsNotReadAgain() {
        UnitDefinition known = loaded(ofAlice(Map.of("a.service", file(SIMPLE))), "a.service");
        Entry dropIns = new Entry.Directory(Map.of("x.conf", file("[Service]\nNice=1")));
        Entry wants = new Entry.Directory(Map.of("b.service", link("../b.service")));

        assertThat(again(known, Map.of("a.service", file(SIMPLE))).settings())
                .isSameAs(known.settings());
        assertThat(again(known, Map.of("a.service", file(SIMPLE + "Nice=1"))).settings())
                .isNotEqualTo(known.settings());
        assertThat(
                        again(known, Map.of("a.service", file(SIMPLE), "a.service.d", dropIns))
                                .settings())
                .isNotEqualTo(known.settings());
        assertThat(
                        again(known, Map.of("a.service", file(SIMPLE), "a.service.wants", wants))
                                .dependencies())
                .isNotEqualTo(known.dependencies());
    }

    @Test
    void whatIsMadeOfVeryManyEntriesIsNotKeptToBeCompared() {
        Map<String, Entry> many = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            many.put("w" + i + ".service", link("/dev/null"));
        }
        UnitDefinition few = loaded(ofAlice(Map.of("a.service", file(SIMPLE))), "a.service");
        UnitDefinition all =
                loaded(
                        ofAlice(
                                Map.of(
                                        "a.service",
                                        file(SIMPLE),
                                        "a.service.wants",
                                        new Entry.Directory(many))),
                        "a.service");

        assertThat(few.draft()).isPresent();
        assertThat(all.draft()).isEmpty();
    }

    @Test
    void whatIsRefusedIsRefusedAgain() {
        var loader = new UnitLoader(Trees.ALICE);
        UnitTree tree = ofAlice(Map.of("a.service", file("[Service]\nExecStart=bin/true\n")));
        UnitName name = new UnitName("a.service");
        UnitDefinition before = ((LoadResult.BadSetting) loader.load(name, tree)).unit();

        assertThat(loader.load(name, tree, Optional.of(before)))
                .isInstanceOf(LoadResult.BadSetting.class);
    }
}
