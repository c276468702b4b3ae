package hearth.dbus;

/**
 * Where one stands in a signature while its values are written or read, through arrays and
 * variants.
 *
 * <p>Used by writer and reader alike, so that both hold the same grammar against the same promise.
 */
final class TypeCursor {
    /**
     * 32 arrays, 32 structs or entries, and variants, which the specification bounds at 64 in all.
     */
    static final int DEPTH_LIMIT = 64;

    private String types;
    private int at;
    private int end;
    private int depth;
    private final Frame[] frames = new Frame[DEPTH_LIMIT];

    /** What is taken up again when a container ends; arrays begin anew at {@code elementStart}. */
    private static final class Frame {
        private String types = "";
        private char kind;
        private int resume;
        private int end;
        private int elementStart;
    }

    TypeCursor(String types) {
        this.types = types;
        this.end = types.length();
    }

    /**
     * Returns the type that comes next, or 0 where the struct, the variant or the message is
     * complete.
     */
    char peek() {
        if (at < end) {
            return types.charAt(at);
        }
        return depth > 0 && frames[depth - 1].kind == 'a' && end > frames[depth - 1].elementStart
                ? types.charAt(frames[depth - 1].elementStart)
                : 0;
    }

    /** Steps over a value of a basic type. */
    void take(char type) {
        startElement();
        if (at >= end || types.charAt(at) != type) {
            throw mismatch(type);
        }
        at++;
    }

    /** Steps into an array, and returns its elements' type's first character. */
    char openArray() {
        take('a');
        int elementEnd = Signature.skip(types, at);
        push('a', elementEnd, elementEnd);
        frames[depth - 1].elementStart = at;
        return types.charAt(at);
    }

    /** Steps into a struct or an entry. */
    void open(char bracket) {
        startElement();
        if (at >= end || types.charAt(at) != bracket) {
            throw mismatch(bracket);
        }
        int after = Signature.skip(types, at);
        at++;
        push(bracket, after, after - 1);
    }

    /** Steps into a variant of this type. */
    void openVariant(String type) {
        take('v');
        push('v', at, 0);
        types = type;
        at = 0;
        end = type.length();
    }

    /**
     * Steps out of the container opened last; {@code isSkipping} allows that something is left in
     * it.
     */
    void close(char kind, boolean isSkipping) {
        if (depth == 0 || frames[depth - 1].kind != kind) {
            throw new IllegalStateException("no '" + kind + "' is open");
        }
        Frame frame = frames[depth - 1];
        boolean isComplete = at == end || (kind == 'a' && at == frame.elementStart);
        if (!isComplete && !isSkipping) {
            throw new IllegalStateException(
                    "'"
                            + types.substring(at, end)
                            + "' is missing before the end of '"
                            + kind
                            + "'");
        }
        depth--;
        types = frame.types;
        at = frame.resume;
        end = frame.end;
    }

    /** Returns whether the container opened last is of this kind. */
    boolean isOpen(char kind) {
        return depth > 0 && frames[depth - 1].kind == kind;
    }

    /** Returns whether nothing is open and nothing is missing. */
    boolean isComplete() {
        return depth == 0 && at == end;
    }

    /** Returns how many containers are open. */
    int depth() {
        return depth;
    }

    /** Returns the whole next type. */
    String nextType() {
        startElement();
        if (at >= end) {
            throw new IllegalStateException("no value is left");
        }
        return types.substring(at, Signature.skip(types, at));
    }

    private void startElement() {
        if (at == end && depth > 0 && frames[depth - 1].kind == 'a') {
            at = frames[depth - 1].elementStart;
        }
    }

    private void push(char kind, int resume, int innerEnd) {
        if (depth == DEPTH_LIMIT) {
            throw new IllegalStateException("values nest deeper than " + DEPTH_LIMIT);
        }
        Frame frame = frames[depth];
        if (frame == null) {
            frame = new Frame();
            frames[depth] = frame;
        }
        frame.types = types;
        frame.kind = kind;
        frame.resume = resume;
        frame.end = end;
        depth++;
        end = innerEnd;
    }

    private IllegalStateException mismatch(char type) {
        return new IllegalStateException(
                "'" + type + "' where '" + types.substring(Math.min(at, end), end) + "' is due");
    }
}
