package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.ExecSettings;
import hearth.unit.load.LoadResult;
import hearth.unit.load.SharedUnits;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitDraft;
import hearth.unit.load.UnitLoader;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two users' managers that share what they can. */
class SharedUnitsTest {
    private static final UnitName NAME = new UnitName("a.service");
    private static final Entry.File PLAIN = Trees.file("[Service]\nExecStart=/bin/%p --as=%n\n");

    private final Map<UnitDraft, LoadResult> kept = new HashMap<>();
    private final UnitLoader ofAlice = new UnitLoader(Trees.ALICE, new Kept());
    private final UnitLoader ofBob = new UnitLoader(bob(), new Kept());

    @Test
    void whatRootHasWrittenIsLoadedOnce() {
        UnitTree tree = tree(PLAIN, Map.of());
        assertThat(ofBob.load(NAME, tree)).isSameAs(ofAlice.load(NAME, tree));
    }

    @Test
    void aUnitThatNeedsNoFileIsLoadedOnce() {
        UnitTree tree = tree(PLAIN, Map.of());
        UnitName slice = new UnitName("some.slice");
        assertThat(ofBob.load(slice, tree)).isSameAs(ofAlice.load(slice, tree));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[Unit]\nDescription=100%% of %h\n",
                "[Service]\nExecStart=/bin/true %U\n",
                "[Service]\nExecStart=/bin/true %d\n",
                "[Service]\nExecStart=/bin/true %c\n",
                "[Service]\nWorkingDirectory=~\nExecStart=/bin/true\n",
                "[Service]\nPIDFile=a.pid\nExecStart=/bin/true\n"
            })
    void whatDependsOnTheUserIsTheUsers(String text) {
        UnitTree tree = tree(Trees.file(text), Map.of());
        LoadResult alices = ofAlice.load(NAME, tree);
        assertThat(kept).isEmpty();
        assertThat(ofBob.load(NAME, tree)).isNotSameAs(alices);
    }

    @Test
    void aUsersDropInConcernsThatUserAlone() {
        LoadResult bobs = ofBob.load(NAME, tree(PLAIN, Map.of()));
        var dropIns = Map.<String, Entry>of("b.conf", Trees.file("[Service]\nNice=5\n"));
        LoadResult alices =
                ofAlice.load(
                        NAME, tree(PLAIN, Map.of("a.service.d", new Entry.Directory(dropIns))));
        assertThat(nice(alices)).isEqualTo(5);
        assertThat(nice(bobs)).isZero();
        assertThat(ofBob.load(NAME, tree(PLAIN, Map.of()))).isSameAs(bobs);
    }

    @Test
    void aUsersLinkConcernsThatUserAlone() {
        var wants = Map.<String, Entry>of("other.service", Trees.link("../other.service"));
        UnitTree alicesTree = tree(PLAIN, Map.of("a.service.wants", new Entry.Directory(wants)));
        assertThat(dependencies(ofAlice.load(NAME, alicesTree))).isPositive();
        assertThat(dependencies(ofBob.load(NAME, tree(PLAIN, Map.of())))).isZero();
    }

    @Test
    void anAliasOfAUsersConcernsThatUserAlone() {
        UnitTree alicesTree =
                tree(PLAIN, Map.of("b.service", Trees.link("/usr/lib/systemd/user/a.service")));
        assertThat(loaded(ofAlice.load(NAME, alicesTree)).names())
                .containsExactlyInAnyOrder(NAME, new UnitName("b.service"));
        assertThat(loaded(ofBob.load(NAME, tree(PLAIN, Map.of()))).names()).containsExactly(NAME);
    }

    @Test
    void whatRootHasChangedIsLoadedAgain() {
        ofAlice.load(NAME, tree(PLAIN, Map.of()));
        Entry.File nicer = Trees.file("[Service]\nExecStart=/bin/a\nNice=3\n");
        assertThat(nice(ofBob.load(NAME, tree(nicer, Map.of())))).isEqualTo(3);
    }

    private static UnitTree tree(Entry.File file, Map<String, Entry> ofUser) {
        return new UnitTree(
                List.of(
                        Trees.directory(
                                "/home/alice/.config/systemd/user", Place.Role.CONFIG, ofUser),
                        Trees.directory(
                                "/usr/lib/systemd/user",
                                Place.Role.VENDOR,
                                Map.of("a.service", file))));
    }

    private static UnitDefinition loaded(LoadResult result) {
        if (result instanceof LoadResult.Loaded(UnitDefinition unit)) {
            return unit;
        }
        throw new AssertionError(result.toString());
    }

    private static int nice(LoadResult result) {
        return loaded(result).settings().get(ExecSettings.NICE);
    }

    private static int dependencies(LoadResult result) {
        return loaded(result).dependencies().size();
    }

    private static Specifiers bob() {
        return new Specifiers(
                Trees.ALICE.host(),
                new Specifiers.User(true, "bob", 1001, "users", 100, "/home/bob", "/bin/sh"),
                new Specifiers.Directories(
                        "/run/user/1001",
                        "/home/bob/.config",
                        "/home/bob/.cache",
                        "/home/bob/.config/log",
                        "/home/bob/.config",
                        "/tmp",
                        "/var/tmp",
                        "/user.slice/user-1001.slice/user@1001.service"));
    }

    private final class Kept implements SharedUnits {
        @Override
        public Optional<LoadResult> find(UnitDraft draft) {
            return Optional.ofNullable(kept.get(draft));
        }

        @Override
        public void keep(UnitDraft draft, LoadResult result) {
            kept.put(draft, result);
        }
    }
}
