package hearth.unit.setting;

import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import java.util.Optional;

/** What the parser of a value may ask, and say, while it reads one directive. */
public interface Reading {

    /** Returns the unit that is being loaded. */
    UnitName unit();

    /** Returns whether the unit belongs to a user's manager, not to the system's. */
    boolean isUserScope();

    /** Returns the user's home directory, or {@code /root}. */
    String home();

    /** Returns {@code %t}, the directory that relative paths of PID files mean. */
    String runtimeDirectory();

    /** Returns the text with its specifiers replaced, or which one cannot be; says nothing. */
    Specifiers.Resolution resolution(String text);

    /**
     * Returns the text with its specifiers replaced; nothing, after a warning, where one cannot be.
     */
    default Optional<String> resolve(String text) {
        return switch (resolution(text)) {
            case Specifiers.Resolution.Resolved(String resolved) -> Optional.of(resolved);
            case Specifiers.Resolution.Unresolved(String message) -> {
                warn(message + ", ignored");
                yield Optional.empty();
            }
        };
    }

    /**
     * Returns the text with its specifiers replaced; nothing where one cannot be, and the unit is
     * refused: without this directive it would run as somebody else, or see what it should not.
     */
    default Optional<String> resolveOrRefuse(String text) {
        return switch (resolution(text)) {
            case Specifiers.Resolution.Resolved(String resolved) -> Optional.of(resolved);
            case Specifiers.Resolution.Unresolved(String message) -> {
                refuse(message);
                yield Optional.empty();
            }
        };
    }

    /** Says that the directive, or a part of it, is ignored. */
    void warn(String message);

    /** Says that the unit is to be refused ({@code bad-setting}) because of this directive. */
    void refuse(String message);
}
