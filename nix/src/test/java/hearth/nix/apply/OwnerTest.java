package hearth.nix.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.nix.declaration.Declared;
import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.generation.DeclarationName;
import hearth.nix.generation.Generation;
import hearth.nix.generation.Layout;
import hearth.nix.generation.StateLock;
import hearth.nix.plan.ActiveUnit;
import hearth.nix.plan.FileChange;
import hearth.nix.plan.FilePlan;
import hearth.nix.plan.LingerPlan;
import hearth.nix.plan.Refusal;
import hearth.nix.plan.UnitAction;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.RenderedFile;
import hearth.nix.render.Rendering;
import hearth.nix.render.SwitchStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applying on a real disk, with managers that do what they are told. */
class OwnerTest {
    private static final String WANTS = "default.target.wants/x.service";
    private static final FileContent LINK = new FileContent.Link("../x.service");

    @TempDir private Path root;
    private final FakeSwitcher switcher = new FakeSwitcher();
    private final List<String> told = new ArrayList<>();
    private Path units;
    private Owner owner;

    private final Progress progress =
            new Progress() {
                @Override
                public void switched(
                        ManagedUser user, UnitAction action, Optional<String> failure) {
                    told.add(
                            user.name()
                                    + " "
                                    + action.kind().word()
                                    + " "
                                    + action.unit()
                                    + failure.map(why -> ": " + why).orElse(""));
                }

                @Override
                public void lingered(LingerPlan.Change change, Optional<String> failure) {
                    told.add(
                            change.user()
                                    + " linger "
                                    + change.isOn()
                                    + failure.map(why -> ": " + why).orElse(""));
                }

                @Override
                public void unreachable(ManagedUser user, String why) {
                    told.add(user.name() + " unreachable: " + why);
                }
            };

    @BeforeEach
    void open() {
        units = root.resolve("etc/systemd/user");
        owner = owner("test");
    }

    private Owner owner(String name) {
        var declarationName = new DeclarationName(name);
        return new Owner(
                Layout.ofSystem(root, declarationName),
                declarationName,
                switcher,
                InstantSource.fixed(Instant.parse("2026-11-22T00:00:00Z")));
    }

    private static Wish wish(Map<String, FileContent> files, LingerDeclaration... lingers) {
        SortedMap<FileName, RenderedFile> rendered = new TreeMap<>();
        files.forEach((name, content) ->
                rendered.put(FileName.unit(name), new RenderedFile(content, Declared.HERE)));
        return new Wish(
                new Rendering(rendered, SwitchStyle.NIXOS),
                List.of(lingers),
                Collections.emptySortedSet(),
                List.of("/etc/a.nix"),
                Optional.empty(),
                FilePlan.Choices.DEFAULT,
                true);
    }

    private static Map<String, FileContent> service(String text) {
        return Map.of("x.service", FileContent.text(text), WANTS, LINK);
    }

    private boolean apply(Wish wish) throws IOException {
        try (StateLock lock = owner.lock("test")) {
            return owner.apply(wish, owner.plan(wish), lock, progress);
        }
    }

    private ActiveUnit active(String name) {
        return new ActiveUnit(name, units.resolve(name).toString());
    }

    private SortedMap<String, String> mtimes() throws IOException {
        SortedMap<String, String> mtimes = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(path -> !path.endsWith("lock")).toList()) {
                mtimes.put(
                        path.toString(),
                        Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
                                .toString());
            }
        }
        return mtimes;
    }

    @Test
    void aFirstApplyWritesFilesAndStartsWhatIsWanted() throws IOException {
        switcher.runs("alice", 1000, new ActiveUnit("default.target", "/usr/lib/default.target"));

        assertThat(apply(wish(service("[Service]\nA=1\n")))).isTrue();

        assertThat(units.resolve("x.service")).hasContent("[Service]\nA=1\n");
        assertThat(switcher.done)
                .containsExactly("alice: daemon-reload", "alice: start default.target x.service");
        assertThat(owner.store().current().map(Generation::number)).contains(1);
    }

    @Test
    void aSecondApplyTouchesNothing() throws IOException {
        switcher.runs("alice", 1000, active("x.service"));
        Wish wish =
                wish(
                        service("[Service]\nA=1\n"),
                        new LingerDeclaration("alice", true, Declared.HERE));
        apply(wish);
        switcher.done.clear();
        SortedMap<String, String> before = mtimes();

        Prospect prospect = owner.plan(wish);
        assertThat(prospect.isEmpty()).isTrue();
        assertThat(apply(wish)).isTrue();

        assertThat(switcher.done).isEmpty();
        assertThat(mtimes()).isEqualTo(before);
    }

    @Test
    void aChangedServiceIsStoppedBeforeTheReloadAndStartedAfter() throws IOException {
        apply(wish(service("[Service]\nA=1\n")));
        switcher.runs("alice", 1000, active("x.service"));
        switcher.runs("bob", 1001);
        switcher.done.clear();

        apply(wish(service("[Service]\nA=2\n")));

        assertThat(switcher.done)
                .containsExactly(
                        "alice: stop x.service",
                        "alice: daemon-reload",
                        "alice: start x.service",
                        "bob: daemon-reload");
    }

    @Test
    void planningChangesNothing() throws IOException {
        switcher.runs("alice", 1000);

        Prospect prospect = owner.plan(wish(service("[Service]\n")));

        assertThat(prospect.files().changes()).hasSize(2);
        assertThat(root).isEmptyDirectory();
        assertThat(switcher.done).isEmpty();
    }

    @Test
    void withoutSwitchingOnlyFilesChange() throws IOException {
        switcher.runs("alice", 1000, active("default.target"));
        Wish wish = wish(service("[Service]\n"));

        apply(
                new Wish(
                        wish.rendering(),
                        List.of(),
                        wish.homes(),
                        wish.sources(),
                        Optional.empty(),
                        wish.choices(),
                        false));

        assertThat(units.resolve("x.service")).exists();
        assertThat(switcher.done).isEmpty();
    }

    @Test
    void aFileOfSomebodyElseStopsEverything() throws IOException {
        Files.createDirectories(units);
        Files.writeString(units.resolve("x.service"), "mine");

        Prospect prospect = owner.plan(wish(service("[Service]\n")));

        assertThat(prospect.files().refusals()).hasSize(1);
        assertThat(prospect.isEmpty()).isFalse();
        assertThatThrownBy(() -> apply(wish(service("[Service]\n"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(units.resolve("x.service")).hasContent("mine");
    }

    @Test
    void lingeringIsSwitchedOnAndOffWithItsDeclaration() throws IOException {
        apply(wish(service("[Service]\n"), new LingerDeclaration("alice", true, Declared.HERE)));
        assertThat(switcher.lingerers).containsExactly("alice");

        apply(wish(service("[Service]\n")));
        assertThat(switcher.lingerers).isEmpty();
        assertThat(owner.store().manifest().orElseThrow().lingers()).isEmpty();
    }

    @Test
    void lingeringThatIsRefusedIsToldAndTriedAgain() throws IOException {
        switcher.refusesLinger = true;
        Wish wish =
                wish(service("[Service]\n"), new LingerDeclaration("alice", true, Declared.HERE));

        assertThat(apply(wish)).isFalse();
        assertThat(told).containsExactly("alice linger true: interactive authentication required");
        assertThat(owner.store().manifest().orElseThrow().lingers()).isEmpty();

        switcher.refusesLinger = false;
        assertThat(apply(wish)).isTrue();
        assertThat(owner.store().manifest().orElseThrow().lingers()).containsExactly("alice");
    }

    @Test
    void aUnitThatDoesNotStartIsTold() throws IOException {
        switcher.runs("alice", 1000, new ActiveUnit("default.target", ""));
        switcher.broken.add("x.service");

        assertThat(apply(wish(service("[Service]\n")))).isFalse();

        assertThat(told).contains("alice start x.service: it failed", "alice start default.target");
        assertThat(owner.store().current()).isPresent();
    }

    @Test
    void aManagerThatDoesNotAnswerDoesNotStopTheOthers() throws IOException {
        switcher.runs("alice", 1000, new ActiveUnit("default.target", ""));
        switcher.runs("bob", 1001, new ActiveUnit("default.target", ""));
        switcher.deaf.add("alice");

        Prospect prospect = owner.plan(wish(service("[Service]\n")));
        assertThat(prospect.warnings())
                .containsExactly("cannot ask alice's manager: it does not answer");
        apply(wish(service("[Service]\n")));

        assertThat(switcher.done).contains("bob: start default.target x.service");
    }

    @Test
    void aGenerationCanHoldAgain() throws IOException {
        apply(wish(service("[Service]\nA=1\n")));
        apply(wish(service("[Service]\nA=2\n")));
        Generation first = owner.store().generation(1).orElseThrow();

        assertThat(apply(Wish.again(first, FilePlan.Choices.DEFAULT, true))).isTrue();

        assertThat(units.resolve("x.service")).hasContent("[Service]\nA=1\n");
        assertThat(owner.store().current()).contains(first);
        assertThat(owner.store().numbers()).containsExactly(1, 2);
    }

    @Test
    void whatWasStoppedWhenSomebodyWasKilledIsStartedTheNextTime() throws IOException {
        apply(wish(service("[Service]\nA=1\n")));
        switcher.runs("alice", 1000, active("x.service"), active("default.target"));
        switcher.crashes = true;
        assertThatThrownBy(() -> apply(wish(service("[Service]\nA=2\n"))))
                .isInstanceOf(IllegalStateException.class);
        switcher.crashes = false;
        switcher.runs("alice", 1000, active("default.target"));
        switcher.done.clear();

        assertThat(owner.plan(wish(service("[Service]\nA=2\n"))).isEmpty()).isFalse();
        apply(wish(service("[Service]\nA=2\n")));

        assertThat(switcher.done)
                .containsExactly("alice: daemon-reload", "alice: start default.target x.service");
        assertThat(owner.plan(wish(service("[Service]\nA=2\n"))).isEmpty()).isTrue();
    }

    @Test
    void removingUndoesEverything() throws IOException {
        apply(wish(service("[Service]\n"), new LingerDeclaration("alice", true, Declared.HERE)));
        switcher.runs("alice", 1000, active("x.service"));
        switcher.done.clear();
        Wish nothing = Wish.nothing(SwitchStyle.NIXOS, FilePlan.Choices.DEFAULT, true);

        try (StateLock lock = owner.lock("test")) {
            assertThat(owner.remove(owner.plan(nothing), lock, progress)).isTrue();
        }

        assertThat(switcher.done)
                .containsExactly(
                        "alice: stop x.service", "alice: linger off", "alice: daemon-reload");
        assertThat(units).isEmptyDirectory();
        assertThat(owner.store().manifest()).isEmpty();
    }

    @Test
    void declarationsOfAnotherNameAreSomebodyElses() throws IOException {
        apply(wish(service("[Service]\nA=1\n")));

        Prospect prospect = owner("other").plan(wish(service("[Service]\nA=2\n")));

        assertThat(prospect.files().refusals())
                .extracting(Refusal::reason)
                .containsExactly("belongs to the declarations called test");
        assertThat(prospect.files().changes()).isEmpty();
    }

    @Test
    void whatIsNoLongerDeclaredIsPlannedToGo() throws IOException {
        apply(wish(service("[Service]\nA=1\n")));

        Prospect prospect = owner.plan(wish(Map.of()));

        assertThat(prospect.files().changes())
                .hasOnlyElementsOfType(FileChange.Delete.class)
                .hasSize(2);
    }
}
