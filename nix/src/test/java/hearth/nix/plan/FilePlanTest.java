package hearth.nix.plan;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.declaration.Declared;
import hearth.nix.plan.FilePlan.Choices;
import hearth.nix.plan.FilePlan.Ours;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.RenderedFile;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FilePlanTest {
    private static final FileName X = FileName.unit("x.service");
    private static final FileContent OLD = FileContent.text("old");
    private static final FileContent NEW = FileContent.text("new");
    private static final FileContent OTHER = FileContent.text("somebody else's");

    private static SortedMap<FileName, RenderedFile> files(FileContent... contents) {
        SortedMap<FileName, RenderedFile> files = new TreeMap<>();
        for (FileContent content : contents) {
            files.put(X, new RenderedFile(content, Declared.HERE));
        }
        return files;
    }

    private static Ours ours(FileContent... contents) {
        return new Ours(files(contents), new TreeMap<>());
    }

    private static Disk disk(FileContent content) {
        return name -> new OnDisk.Present(content);
    }

    private static final Disk EMPTY = name -> new OnDisk.Missing();

    @Test
    void whatIsNotThereIsCreated() {
        FilePlan plan = FilePlan.of(Ours.NOTHING, files(NEW), EMPTY, Choices.DEFAULT);

        assertThat(plan.changes()).containsExactly(new FileChange.Create(X, NEW));
        assertThat(plan.owned()).containsKey(X);
    }

    @Test
    void oursIsReplaced() {
        FilePlan plan = FilePlan.of(ours(OLD), files(NEW), disk(OLD), Choices.DEFAULT);

        assertThat(plan.changes()).containsExactly(new FileChange.Replace(X, OLD, NEW));
    }

    @Test
    void whatIsAlreadyAsDeclaredIsLeftAlone() {
        FilePlan plan = FilePlan.of(ours(NEW), files(NEW), disk(NEW), Choices.DEFAULT);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void somebodyElsesFileIsRefused() {
        FilePlan plan = FilePlan.of(Ours.NOTHING, files(NEW), disk(OTHER), Choices.DEFAULT);

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.refusals())
                .containsExactly(
                        new Refusal(
                                X, Declared.HERE, "is there already and was not declared", true));
    }

    @Test
    void aFileThatWasEditedSinceIsRefused() {
        FilePlan plan = FilePlan.of(ours(OLD), files(NEW), disk(OTHER), Choices.DEFAULT);

        assertThat(plan.refusals())
                .extracting(Refusal::reason)
                .containsExactly("was changed since it was written");
    }

    @Test
    void adoptingReplacesSomebodyElsesFile() {
        FilePlan plan = FilePlan.of(Ours.NOTHING, files(NEW), disk(OTHER), new Choices(true, true));

        assertThat(plan.changes()).containsExactly(new FileChange.Replace(X, OTHER, NEW));
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void adoptingDoesNotReplaceADirectory() {
        FilePlan plan =
                FilePlan.of(
                        Ours.NOTHING,
                        files(NEW),
                        name -> new OnDisk.Untouchable("is a directory"),
                        new Choices(true, true));

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::isAdoptable).containsExactly(false);
    }

    @Test
    void whatIsNoLongerDeclaredIsDeleted() {
        FilePlan plan = FilePlan.of(ours(OLD), files(), disk(OLD), Choices.DEFAULT);

        assertThat(plan.changes()).containsExactly(new FileChange.Delete(X, OLD));
        assertThat(plan.owned()).isEmpty();
    }

    @Test
    void whatIsNoLongerDeclaredAndWasEditedIsNotDeleted() {
        FilePlan plan = FilePlan.of(ours(OLD), files(), disk(OTHER), Choices.DEFAULT);

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.refusals()).hasSize(1);
    }

    @Test
    void whatSomebodyDeletedAlreadyIsForgotten() {
        FilePlan plan = FilePlan.of(ours(OLD), files(), EMPTY, Choices.DEFAULT);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.owned()).isEmpty();
    }

    @Test
    void withoutPruningItStaysOurs() {
        FilePlan plan = FilePlan.of(ours(OLD), files(), disk(OLD), new Choices(false, false));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.owned()).containsKey(X);
    }

    @Test
    void whatAnInterruptedRunWroteIsOurs() {
        FilePlan plan =
                FilePlan.of(
                        new Ours(files(OLD), files(OTHER)),
                        files(NEW),
                        disk(OTHER),
                        Choices.DEFAULT);

        assertThat(plan.changes()).containsExactly(new FileChange.Replace(X, OTHER, NEW));
    }

    @Test
    void whatOnlyAnInterruptedRunWroteIsTakenAway() {
        Ours interrupted = new Ours(new TreeMap<>(), files(OLD));

        assertThat(FilePlan.of(interrupted, files(), disk(OLD), Choices.DEFAULT).changes())
                .containsExactly(new FileChange.Delete(X, OLD));
        assertThat(FilePlan.of(interrupted, files(), disk(OTHER), Choices.DEFAULT))
                .isEqualTo(new FilePlan(List.of(), List.of(), new TreeMap<>()));
    }

    @Test
    void aLinkIsComparedByItsTarget() {
        FileContent link = new FileContent.Link("../x.service");

        assertThat(FilePlan.of(ours(link), files(link), disk(link), Choices.DEFAULT).isEmpty())
                .isTrue();
        assertThat(
                        FilePlan.of(
                                        ours(link),
                                        files(FileContent.mask()),
                                        disk(link),
                                        Choices.DEFAULT)
                                .changes())
                .containsExactly(new FileChange.Replace(X, link, FileContent.mask()));
    }
}
