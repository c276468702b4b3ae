package hearth.linux;

/**
 * The kernel, by subject: the seam between Hearth and the machine.
 *
 * <p>Production code gets {@link #kernel()}, tests {@link hearth.linux.fake.FakeLinux}. Everything
 * below keeps these promises:
 *
 * <ul>
 *   <li>Descriptors are plain {@code int}s; a method's text says who closes them. Every descriptor
 *       made here is close-on-exec; sockets, pipes, event and timer descriptors are non-blocking as
 *       well.
 *   <li>What would block answers {@link #WOULD_BLOCK}; every other failure is an {@link
 *       ErrnoException}. An interrupted call is made again.
 *   <li>User, group and process numbers are {@code int}s as in C: read them with {@link
 *       Integer#toUnsignedString(int)}.
 *   <li>Methods may be called on any thread. None but {@link Polling#wait} and {@link NameService}
 *       blocks for longer than a disk takes.
 * </ul>
 */
public interface Linux {
    /** What a call answers instead of a count or a descriptor where it would have to wait. */
    int WOULD_BLOCK = -1;

    /** Returns the running kernel. */
    static Linux kernel() {
        return Kernel.INSTANCE;
    }

    /** Returns what works on every descriptor: reading, writing, closing, identity. */
    Descriptors descriptors();

    /** Returns Unix sockets. */
    Sockets sockets();

    /** Returns epoll, event and timer descriptors, and clocks. */
    Polling polling();

    /** Returns operations on paths. */
    Filesystem filesystem();

    /** Returns watches on files and directories. */
    Inotify inotify();

    /** Returns this process's threads. */
    Threads threads();

    /** Returns this process's memory. */
    Memory memory();

    /** Returns the name service; it blocks: for workers only. */
    NameService nameService();
}
