package hearth.daemon.machine;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Why something failed, for people: exceptions of files have the path alone as their message. */
public final class Reason {
    private Reason() {}

    /** Returns the reason, with the path where the exception has one. */
    public static String of(Exception e) {
        return switch (e) {
            case AccessDeniedException denied -> of(denied, "permission denied");
            case FileSystemLoopException loop -> of(loop, "too many symbolic links");
            case NoSuchFileException missing -> of(missing, "no such file");
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static String of(FileSystemException e, String reason) {
        return e.getFile() + ": " + reason;
    }
}
