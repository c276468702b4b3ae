package hearth.daemon.host;

import hearth.unit.Specifiers;
import java.util.Map;
import java.util.Optional;

/** What specifiers stand for in tests. */
public final class SpecifiersOfAlice {
    public static final Specifiers ALICE =
            new Specifiers(
                    new Specifiers.Host(
                            Optional.empty(),
                            Optional.empty(),
                            "house",
                            Optional.empty(),
                            "6.1",
                            "x86-64",
                            Map.of()),
                    new Specifiers.User(
                            true, "alice", 2001, "alice", 2001, "/home/alice", "/bin/sh"),
                    new Specifiers.Directories(
                            "/run/user/2001",
                            "/home/alice/.config",
                            "/home/alice/.cache",
                            "/home/alice/.config/log",
                            "/home/alice/.config",
                            "/tmp",
                            "/var/tmp",
                            "/user.slice/user-2001.slice/user@2001.service"));

    private SpecifiersOfAlice() {}
}
