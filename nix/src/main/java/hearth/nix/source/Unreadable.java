package hearth.nix.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be read, for a person. */
public final class Unreadable {
    private Unreadable() {}

    /** Returns the reason without the file's name, except where that lies outside the tree. */
    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (failure instanceof NotDirectoryException) {
            return "Not a directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (failure instanceof FileSystemLoopException) {
            return "Too many levels of symbolic links";
        }
        String reason =
                failure instanceof FileSystemException of ? of.getReason() : failure.getMessage();
        return reason == null ? "it cannot be read" : reason;
    }
}
