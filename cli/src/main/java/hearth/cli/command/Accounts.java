package hearth.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

/** Who is who on this machine. */
public final class Accounts {
    private Accounts() {}

    /** Returns whoever runs this process. */
    public static Account own() {
        try {
            Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return new Account(
                    Integer.toUnsignedLong((Integer) uid), System.getProperty("user.name"));
        } catch (IOException e) {
            throw new UncheckedIOException("/proc is not mounted", e);
        }
    }

    /**
     * Returns the user of that name or number.
     *
     * @throws CommandFailure where nobody is called so
     */
    public static Account find(String nameOrUid) throws CommandFailure {
        // id(1) asks the name service, which Java's libraries know only of half: names, no numbers.
        return new Account(Long.parseLong(id("-u", nameOrUid)), id("-un", nameOrUid));
    }

    /**
     * Returns how the kernel's word for a user compares.
     *
     * @throws IOException where nobody is called so
     */
    public static UserPrincipal principal(Account user) throws IOException {
        return user.uid() == own().uid()
                ? Files.getOwner(Path.of("/proc/self")) // who may have no name at all
                : FileSystems.getDefault()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(user.name());
    }

    /**
     * Returns the numbers of the groups that the name service has for a user.
     *
     * @throws CommandFailure where it does not know the user
     */
    public static List<Long> groups(Account user) throws CommandFailure {
        return Stream.of(id("-G", user.name()).split(" ")).map(Long::valueOf).toList();
    }

    private static String id(String option, String user) throws CommandFailure {
        try {
            Process id =
                    new ProcessBuilder("id", option, "--", user)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer =
                    new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (id.waitFor() != 0 || answer.isEmpty()) {
                throw new CommandFailure(ExitStatus.FAILURE, "there is no user " + user + " here");
            }
            return answer;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "cannot look up user " + user + ": " + e.getMessage());
        } catch (InterruptedException e) {
            throw new CommandFailure(ExitStatus.FAILURE, "interrupted");
        }
    }
}
