package hearth.unit.value.exec;

/**
 * How a security module of the kernel is to look at processes.
 *
 * @param text in the module's own form; empty for none
 * @param isOptional whether processes start where it cannot be had
 */
public record SecurityLabel(String text, boolean isOptional) {
    /** Nothing is said. */
    public static final SecurityLabel NONE = new SecurityLabel("", false);
}
