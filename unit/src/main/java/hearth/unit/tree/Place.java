package hearth.unit.tree;

/**
 * One directory of the search path.
 *
 * @param path absolute, without a slash at its end
 * @param role what it is for
 */
public record Place(String path, Role role) {

    /** What a directory of units is for. */
    public enum Role {
        /** Settings made by {@code set-property}, kept. */
        CONTROL,
        /** Settings made by {@code set-property --runtime}. */
        RUNTIME_CONTROL,
        /** Units made by {@code StartTransientUnit}. */
        TRANSIENT,
        /** What generators override. */
        GENERATOR_EARLY,
        /** Where {@code enable} makes its links. */
        CONFIG,
        /** The administrator's. */
        ADMINISTRATOR,
        /** Where {@code enable --runtime} makes its links. */
        RUNTIME_CONFIG,
        /** The administrator's, until the next boot. */
        ADMINISTRATOR_RUNTIME,
        /** What generators make. */
        GENERATOR,
        /** What packages install. */
        VENDOR,
        /** What generators make where nobody else does. */
        GENERATOR_LATE,
        /** Hearth's own copies of the standard units. */
        BUILT_IN
    }

    /** Returns whether it is gone after the next boot. */
    public boolean isRuntime() {
        return switch (role) {
            case RUNTIME_CONTROL,
                    TRANSIENT,
                    GENERATOR_EARLY,
                    RUNTIME_CONFIG,
                    ADMINISTRATOR_RUNTIME,
                    GENERATOR,
                    GENERATOR_LATE ->
                    true;
            case CONTROL, CONFIG, ADMINISTRATOR, VENDOR, BUILT_IN -> false;
        };
    }
}
