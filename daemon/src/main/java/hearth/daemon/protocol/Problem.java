package hearth.daemon.protocol;

/**
 * Something that went wrong without undoing the order: the errno, and what was being done.
 *
 * @param error errno(3)
 */
public record Problem(int error, String step) {
    void writeTo(BodyWriter out) {
        out.i32(error);
        out.text(step);
    }

    static Problem read(BodyReader in) {
        return new Problem(in.i32(), in.text());
    }
}
