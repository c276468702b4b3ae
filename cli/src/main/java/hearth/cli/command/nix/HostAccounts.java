package hearth.cli.command.nix;

import hearth.nix.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The accounts of this machine, as the name service has them. */
public final class HostAccounts {
    private static final int UID = 2;
    private static final int GID = 3;
    private static final int HOME = 5;

    private HostAccounts() {}

    /** Returns an account by its name, by getent(1); nothing where it is not known. */
    public static Optional<Machine.Account> find(String name) {
        List<String> fields = entry("passwd", name);
        if (fields.size() <= HOME || !fields.getFirst().equals(name)) {
            return Optional.empty();
        }
        try {
            String gid = fields.get(GID);
            List<String> group = entry("group", gid);
            return Optional.of(
                    new Machine.Account(
                            name,
                            Long.parseLong(fields.get(UID)),
                            group.getFirst().isEmpty() ? gid : group.getFirst(),
                            Path.of(fields.get(HOME))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static List<String> entry(String database, String key) {
        try {
            Process getent =
                    new ProcessBuilder("getent", database, "--", key)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String line =
                    new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean isFound = getent.waitFor() == 0;
            return isFound ? List.of(line.strip().split(":", -1)) : List.of("");
        } catch (IOException e) {
            return List.of("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("");
        }
    }
}
