package hearth.daemon.host;

import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.unit.syntax.EnvironmentFile;
import hearth.unit.value.exec.EnvironmentSource;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads what {@code EnvironmentFile=} names, by the user's hand, one file after the other: a later
 * one wins. Belongs to the manager's mailbox.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     EnvironmentFile=</a>
 */
final class EnvironmentFiles {
    /** Bytes of a file. */
    private static final int BYTES_MAX = 1 << 20;

    /** Files that one pattern stands for: each is read before a process starts. */
    private static final int FILES_MAX = 256;

    private static final int EINVAL = 22;

    /** What makes a path a pattern; a backslash takes that meaning from the next character. */
    private static final String PATTERN_CHARACTERS = "*?[\\";

    private final Line<HandEvent> hand;
    private final Mailbox mailbox;
    private final BiConsumer<EnvironmentSource, Integer> leftOut;

    /** What came of reading. */
    sealed interface Result {
        /** All that could be read, and all that has to be. */
        record Read(Map<String, String> variables) implements Result {}

        /** A file that has to be there cannot be read, for this error number. */
        record Unreadable(String path, int error) implements Result {}
    }

    /**
     * One step.
     *
     * @param isFound whether the path comes from a pattern: it is none itself
     */
    private record Step(EnvironmentSource source, boolean isFound) {
        boolean isPattern() {
            return !isFound
                    && source.path().chars().anyMatch(c -> PATTERN_CHARACTERS.indexOf(c) >= 0);
        }
    }

    /** One reading: what is still to do, and what has come of it. */
    private record Work(
            Deque<Step> steps, Map<String, String> variables, Consumer<Result> answer) {}

    /**
     * Makes a reader.
     *
     * @param leftOut is told of files that may be missing and cannot be read, with the error number
     */
    EnvironmentFiles(
            Line<HandEvent> hand, Mailbox mailbox, BiConsumer<EnvironmentSource, Integer> leftOut) {
        this.hand = hand;
        this.mailbox = mailbox;
        this.leftOut = leftOut;
    }

    /** Reads files; where there is none to read, the answer comes at once. */
    void read(List<EnvironmentSource> sources, Consumer<Result> answer) {
        Deque<Step> steps = new ArrayDeque<>();
        sources.forEach(source -> steps.add(new Step(source, false)));
        goOn(new Work(steps, new LinkedHashMap<>(), answer));
    }

    private void goOn(Work work) {
        Step step = work.steps().poll();
        if (step == null) {
            work.answer().accept(new Result.Read(work.variables()));
        } else if (step.isPattern()) {
            find(step.source(), work);
        } else {
            readFile(step.source(), work);
        }
    }

    /** Puts the files that a pattern means before what is still to do. */
    private void find(EnvironmentSource pattern, Work work) {
        hand.order(
                new FileOrder.FindPaths(pattern.path(), FILES_MAX),
                mailbox,
                answer -> {
                    switch (answer) {
                        case HandEvent.PathsFound(List<String> paths) -> {
                            for (String path : paths.reversed()) {
                                var found = new EnvironmentSource(path, pattern.mayBeMissing());
                                work.steps().addFirst(new Step(found, true));
                            }
                            goOn(work);
                        }
                        case CommonEvent.Failed(int error, String _) ->
                                failed(pattern, error, work);
                        default ->
                                throw new IllegalStateException(
                                        "no answer to FindPaths: " + answer);
                    }
                });
    }

    private void readFile(EnvironmentSource source, Work work) {
        hand.order(
                new FileOrder.ReadFile(source.path(), BYTES_MAX, true),
                mailbox,
                answer -> {
                    switch (answer) {
                        case HandEvent.FileContent file ->
                                text(file.content().toArray())
                                        .ifPresentOrElse(
                                                text -> {
                                                    work.variables()
                                                            .putAll(EnvironmentFile.parse(text));
                                                    goOn(work);
                                                },
                                                () -> failed(source, EINVAL, work));
                        case CommonEvent.Failed(int error, String _) -> failed(source, error, work);
                        default ->
                                throw new IllegalStateException("no answer to ReadFile: " + answer);
                    }
                });
    }

    private void failed(EnvironmentSource source, int error, Work work) {
        if (source.mayBeMissing()) {
            leftOut.accept(source, error);
            goOn(work);
        } else {
            work.answer().accept(new Result.Unreadable(source.path(), error));
        }
    }

    /** Returns the text of a file; nothing where it is not UTF-8, which refuses all of it. */
    private static Optional<String> text(byte[] content) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
