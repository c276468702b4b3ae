package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.UnitSettings;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Loads the units that come with Hearth, and those of this machine where it has some. */
class StandardUnitsTest {
    private static final Path OURS = Path.of("../dist/units");
    private static final Path SYSTEMD = Path.of("/usr/lib/systemd/user");

    private static void loadAll(Path path) {
        UnitDirectory directory = Trees.read(path, Place.Role.VENDOR);
        UnitTree tree = new UnitTree(List.of(directory));
        for (String entry : directory.entries().keySet()) {
            UnitName.parse(entry)
                    .flatMap(name -> name.isTemplate() ? name.withInstance("1000") : parse(entry))
                    .filter(name -> !name.type().equals(UnitType.MOUNT))
                    .ifPresent(name -> loadOne(name, tree));
        }
    }

    private static java.util.Optional<UnitName> parse(String name) {
        return UnitName.parse(name);
    }

    private static void loadOne(UnitName name, UnitTree tree) {
        LoadResult result = new UnitLoader(Trees.ALICE).load(name, tree);
        if (result instanceof LoadResult.Loaded(UnitDefinition unit)) {
            assertThat(unit.diagnostics()).as(name.text()).isEmpty();
        } else {
            assertThat(result).as(name.text()).isInstanceOf(LoadResult.Masked.class);
        }
    }

    @Test
    void ourUserUnitsLoadWithoutAWord() {
        loadAll(OURS.resolve("user"));
    }

    @Test
    void ourSystemUnitsLoadWithoutAWord() {
        loadAll(OURS.resolve("system"));
    }

    @Test
    void theDefaultTargetWantsTheUnitsThatStartAtBoot() {
        UnitTree tree =
                new UnitTree(List.of(Trees.read(OURS.resolve("user"), Place.Role.BUILT_IN)));

        assertThat(Trees.loaded(tree, "default.target").dependencies())
                .contains(
                        new Dependency(
                                DependencyType.WANTS,
                                new UnitName("multi-user.target"),
                                Dependency.Origin.LINK));
    }

    @Test
    void theSliceOfAUserHasItsDefaults() {
        UnitTree tree =
                new UnitTree(List.of(Trees.read(OURS.resolve("system"), Place.Role.BUILT_IN)));

        assertThat(
                        Trees.loaded(tree, "user-1000.slice")
                                .settings()
                                .get(UnitSettings.STOP_WHEN_UNNEEDED))
                .isTrue();
    }

    static boolean hasSystemd() {
        return Files.isDirectory(SYSTEMD);
    }

    @Test
    @EnabledIf("hasSystemd")
    void theUserUnitsOfThisMachineLoadWithoutAWord() {
        loadAll(SYSTEMD);
    }
}
