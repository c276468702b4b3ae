package hearth.nix.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is wrong with a text in the Nix language, or with evaluating it: a message for the person
 * who wrote it, its place, and what was being evaluated. The language itself unwinds with it
 * ({@code throw}, {@code tryEval}), so it carries no stack of ours.
 */
public final class NixException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Frames kept of one error, the innermost ones: an endless recursion has any number. */
    private static final int MAX_FRAMES = 256;

    /** Frames shown to a person. */
    private static final int SHOWN_FRAMES = 10;

    /** What kind of failure it is. */
    public enum Kind {
        /** The text is no program. */
        SYNTAX,
        /** A value is not what an operation takes. */
        FAILED,
        /** The program called {@code throw}; {@code tryEval} catches it. */
        THROWN,
        /** An {@code assert} was false; {@code tryEval} catches it. */
        ASSERTION,
        /** The program called {@code abort}. */
        ABORTED,
        /** A value needs itself. */
        INFINITE_RECURSION,
        /** A limit was reached. */
        LIMIT,
        /** What is asked for takes a Nix store, its builder or the network. */
        NEEDS_NIX
    }

    /**
     * What was being evaluated when it failed.
     *
     * @param what a clause that begins with "while" or "from"
     * @param position where that was written
     */
    public record Frame(String what, Position position) {}

    private final Kind kind;
    private transient Position position;
    private final transient List<Frame> frames = new ArrayList<>();

    /**
     * Returns a failure.
     *
     * @param kind what kind of failure
     * @param message for the person: what failed and why, as ordinary text
     * @param position where, or {@link Position#NONE} where only the caller knows
     */
    public NixException(Kind kind, String message, Position position) {
        super(message, null, false, false);
        this.kind = kind;
        this.position = position;
    }

    /** Returns what kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** Returns where it happened; {@link Position#NONE} where that is nowhere. */
    public Position position() {
        return position;
    }

    /** Returns the message. */
    public String message() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }

    /** Returns what was being evaluated, innermost first; the first 256. */
    public List<Frame> frames() {
        return Collections.unmodifiableList(frames);
    }

    /** Returns whether {@code builtins.tryEval} turns it into a value. */
    public boolean isCatchable() {
        return kind == Kind.THROWN || kind == Kind.ASSERTION;
    }

    /** Gives the failure a place where it has none, and returns it. */
    public NixException at(Position place) {
        if (!position.isKnown()) {
            position = place;
        }
        return this;
    }

    /** Notes what was being evaluated around the failure, and returns it. */
    public NixException within(String what, Position place) {
        if (frames.size() < MAX_FRAMES) {
            frames.add(new Frame(what, place));
        }
        return this;
    }

    /**
     * Returns the failure as a person reads it: {@code file:line:column: message}, the line with a
     * caret, and at most ten of the frames, innermost first. Ends in a line feed.
     */
    public String report() {
        StringBuilder report = new StringBuilder();
        if (position.isKnown()) {
            report.append(position).append(": ");
        }
        report.append(message()).append('\n');
        if (position.isKnown()) {
            report.append(position.excerpt());
        }
        for (Frame frame : frames.subList(0, Math.min(SHOWN_FRAMES, frames.size()))) {
            report.append("  ").append(frame.what());
            if (frame.position().isKnown()) {
                report.append(" (").append(frame.position()).append(')');
            }
            report.append('\n');
        }
        if (frames.size() > SHOWN_FRAMES) {
            report.append("  and ").append(frames.size() - SHOWN_FRAMES).append(" more\n");
        }
        return report.toString();
    }
}
