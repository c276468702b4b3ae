package hearth.nix.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.declaration.Position;
import hearth.nix.plan.FileChange;
import hearth.nix.plan.FilePlan;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.RenderedFile;
import hearth.nix.render.SwitchStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationStoreTest {
    private static final FileName X = FileName.unit("x.service");
    private static final Position HERE = new Position("/etc/a.nix", 3, 5);

    @TempDir private Path root;
    private Layout layout;
    private GenerationStore store;

    @BeforeEach
    void open() {
        layout = Layout.ofSystem(root, new DeclarationName("test"));
        store = new GenerationStore(layout, new DeclarationName("test"));
    }

    private static Generation generation(int number, FileContent content) {
        SortedMap<FileName, RenderedFile> files = new TreeMap<>();
        files.put(X, new RenderedFile(content, HERE));
        return new Generation(
                number,
                Instant.parse("2026-11-22T00:00:00Z"),
                List.of("/etc/a.nix"),
                SwitchStyle.HOME_MANAGER,
                files,
                List.of(new LingerDeclaration("alice", true, HERE)),
                new TreeSet<>(List.of("bob")));
    }

    /** Applies a text as the one file there is, by a plan as an apply makes it. */
    private void apply(int number, String text) throws IOException {
        Generation generation = generation(number, FileContent.text(text));
        FilePlan plan =
                FilePlan.of(
                        store.ours(),
                        generation.files(),
                        new DiskReader(layout),
                        FilePlan.Choices.DEFAULT);
        assertThat(plan.refusals()).isEmpty();
        store.apply(
                generation, plan.changes(), new TreeSet<>(List.of("alice")), OptionalInt.empty());
    }

    private Path x() {
        return root.resolve("etc/systemd/user/x.service");
    }

    @Test
    void beforeAnythingIsAppliedNothingIsThereAndNothingIsMade() throws IOException {
        assertThat(store.current()).isEmpty();
        assertThat(store.manifest()).isEmpty();
        assertThat(store.numbers()).isEmpty();
        assertThat(store.nextNumber()).isEqualTo(1);
        assertThat(store.ours()).isEqualTo(FilePlan.Ours.NOTHING);
        assertThat(GenerationStore.names(layout)).isEmpty();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void whatWasAppliedIsKept() throws IOException {
        apply(1, "one");

        assertThat(store.current()).contains(generation(1, FileContent.text("one")));
        assertThat(store.manifest())
                .contains(new Manifest(1, new TreeSet<>(List.of("alice")), OptionalInt.empty()));
        assertThat(GenerationStore.names(layout)).containsExactly(new DeclarationName("test"));
        assertThat(root.resolve("var/lib/hearth/nix/test/pending.json")).doesNotExist();
    }

    @Test
    void allKindsOfContentAreReadAsTheyWereWritten() throws IOException {
        for (FileContent content :
                List.of(
                        FileContent.mask(),
                        new FileContent.Regular("#!/bin/sh\n\t\"é\u0001\\\u2028😀\n", true),
                        FileContent.text(""))) {
            Generation generation = generation(1, content);

            assertThat(StateJson.readGeneration(StateJson.write(generation))).isEqualTo(generation);
        }
    }

    @Test
    void onlySomeGenerationsAreKeptAndTheCurrentAlways() throws IOException {
        for (int number = 1; number <= GenerationStore.KEPT + 5; number++) {
            apply(number, "text " + number);
        }
        assertThat(store.numbers()).hasSize(GenerationStore.KEPT).first().isEqualTo(6);

        Generation oldest = store.generation(6).orElseThrow();
        store.apply(
                oldest,
                List.of(
                        new FileChange.Replace(
                                X, FileContent.text("text 15"), FileContent.text("text 6"))),
                new TreeSet<>(),
                OptionalInt.empty());

        assertThat(store.current()).contains(oldest);
        assertThat(store.numbers()).hasSize(GenerationStore.KEPT).contains(6);
        assertThat(store.nextNumber()).isEqualTo(16);
        assertThat(Files.readString(x())).isEqualTo("text 6");
    }

    @Test
    void whatFailsLeavesTheGenerationBefore() throws IOException {
        apply(1, "one");
        Generation next = generation(2, FileContent.text("two"));

        assertThatThrownBy(() ->
                        store.apply(
                                next,
                                List.of(
                                        new FileChange.Replace(
                                                X,
                                                FileContent.text("not what is there"),
                                                FileContent.text("two"))),
                                new TreeSet<>(),
                                OptionalInt.empty()))
                .isInstanceOf(IOException.class);

        assertThat(store.current()).contains(generation(1, FileContent.text("one")));
        assertThat(store.numbers()).containsExactly(1);
        assertThat(Files.readString(x())).isEqualTo("one");
    }

    @Test
    void aFirstApplyThatFailsLeavesNothing() {
        Generation first = generation(1, FileContent.text("one"));

        assertThatThrownBy(() ->
                        store.apply(
                                first,
                                List.of(new FileChange.Delete(X, FileContent.text("missing"))),
                                new TreeSet<>(),
                                OptionalInt.empty()))
                .isInstanceOf(IOException.class);

        assertThat(root.resolve("var/lib/hearth/nix/test")).doesNotExist();
    }

    @Test
    void anInterruptedApplyIsTakenUp() throws IOException {
        apply(1, "one");
        Path state = root.resolve("var/lib/hearth/nix/test");
        // as a kill between the renames leaves it
        Files.writeString(
                state.resolve("generations/2.json"),
                StateJson.write(generation(2, FileContent.text("two"))));
        Files.writeString(
                state.resolve("pending.json"),
                StateJson.write(new Manifest(2, new TreeSet<>(), OptionalInt.empty())));
        Files.writeString(x(), "two");

        apply(3, "three");

        assertThat(Files.readString(x())).isEqualTo("three");
        assertThat(store.ours().interrupted()).isEmpty();
    }

    @Test
    void lingersAreNotedWithoutANewGeneration() throws IOException {
        apply(1, "one");

        store.note(new TreeSet<>(List.of("bob")));

        assertThat(store.manifest().orElseThrow().lingers()).containsExactly("bob");
        assertThat(store.current()).contains(generation(1, FileContent.text("one")));
    }

    @Test
    void aSwitchIsUnfinishedUntilItIsDone() throws IOException {
        store.apply(
                generation(1, FileContent.text("one")),
                List.of(new FileChange.Create(X, FileContent.text("one"))),
                new TreeSet<>(),
                OptionalInt.of(0));
        assertThat(store.manifest().orElseThrow().unfinishedFrom()).hasValue(0);

        store.finish();

        assertThat(store.manifest().orElseThrow().unfinishedFrom()).isEmpty();
    }

    @Test
    void removingForgetsEverything() throws IOException {
        apply(1, "one");

        store.remove(List.of(new FileChange.Delete(X, FileContent.text("one"))));

        assertThat(x()).doesNotExist();
        assertThat(GenerationStore.names(layout)).isEmpty();
        assertThat(root.resolve("var/lib/hearth/nix/test")).doesNotExist();
    }

    @Test
    void aBrokenStateIsSaidWithItsFile() throws IOException {
        apply(1, "one");
        Path file = root.resolve("var/lib/hearth/nix/test/generations/1.json");

        Files.writeString(file, "{\"version\":1,\"files\":[{\"name\":\"units/../x\"}]}");
        assertThatThrownBy(() -> store.current())
                .isInstanceOf(StateException.class)
                .hasMessage(file + " has \"units/../x\" as a file's name");

        Files.writeString(file, "{\"version\":1,");
        assertThatThrownBy(() -> store.current())
                .isInstanceOf(StateException.class)
                .hasMessageStartingWith(file + " ");

        Files.writeString(file, "{\"version\":2}");
        assertThatThrownBy(() -> store.current())
                .hasMessageContaining("was written by another version");
    }

    @Test
    void theSecondIsToldWhoHoldsTheLock() throws IOException {
        try (StateLock first = StateLock.take(layout.state(), "pid 4711, root")) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> StateLock.take(layout.state(), "pid 4712, root"))
                    .isInstanceOf(StateException.class)
                    .hasMessage("somebody else is applying declarations: pid 4711, root");
        }
        StateLock.take(layout.state(), "pid 4712, root").close();
    }

    @Test
    void aFileNamesItsDeclarations() {
        assertThat(DeclarationName.of(Path.of("/etc/hearth/config.nix")))
                .isEqualTo(new DeclarationName("etc-hearth-config.nix"));
        assertThat(DeclarationName.of(Path.of("/home/a b/x")).text()).matches("[0-9a-f-]{36}");
        assertThat(DeclarationName.of(Path.of("/" + "x".repeat(300))).text()).hasSize(36);
        assertThat(DeclarationName.parse("../x")).isEmpty();
        assertThat(DeclarationName.parse(".x")).isEmpty();
    }
}
