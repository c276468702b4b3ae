package hearth.daemon.bus;

import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import java.util.OptionalInt;

/** Holds the connection to a bus as the keeper does. */
final class KeptBus implements SystemBus.Vault {
    private final Linux linux;
    private OptionalInt held = OptionalInt.empty();

    KeptBus(Linux linux) {
        this.linux = linux;
    }

    @Override
    public void keep(int fd) {
        drop();
        held = copy(fd);
    }

    private OptionalInt copy(int fd) {
        try {
            return OptionalInt.of(linux.descriptors().duplicate(fd));
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void drop() {
        held.ifPresent(linux.descriptors()::closeQuietly);
        held = OptionalInt.empty();
    }

    /** Returns the connection for another brain; nothing where none is held. */
    OptionalInt present() {
        return held.isEmpty() ? held : copy(held.getAsInt());
    }
}
