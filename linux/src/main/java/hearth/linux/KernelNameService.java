package hearth.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@link NameService} by downcalls. */
final class KernelNameService implements NameService {
    static final KernelNameService INSTANCE = new KernelNameService();

    private static final int FIRST_BUFFER = 4096;

    /** Larger than any entry: a group of 65,536 members with names of 32 characters has 2 MiB. */
    private static final int BUFFER_LIMIT = 4 << 20;

    private static final long STRING_LIMIT = 64 << 10;
    private static final int PASSWD_SIZE = 48;
    private static final int GROUP_SIZE = 32;

    private static final FunctionDescriptor BY_NUMBER =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final FunctionDescriptor BY_NAME =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

    // int getpwuid_r(uid_t uid, struct passwd *pwd, char *buf, size_t buflen, struct passwd **res);
    private static final MethodHandle GETPWUID_R = Libc.link("getpwuid_r", BY_NUMBER);
    // int getpwnam_r(const char *name, struct passwd *pwd, char *buf, size_t buflen,
    //                struct passwd **res);
    private static final MethodHandle GETPWNAM_R = Libc.link("getpwnam_r", BY_NAME);
    // int getgrgid_r(gid_t gid, struct group *grp, char *buf, size_t buflen, struct group **res);
    private static final MethodHandle GETGRGID_R = Libc.link("getgrgid_r", BY_NUMBER);
    // int getgrnam_r(const char *name, struct group *grp, char *buf, size_t buflen,
    //                struct group **res);
    private static final MethodHandle GETGRNAM_R = Libc.link("getgrnam_r", BY_NAME);
    // int getgrouplist(const char *user, gid_t group, gid_t *groups, int *ngroups);
    private static final MethodHandle GETGROUPLIST =
            Libc.link(
                    "getgrouplist",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));

    private KernelNameService() {}

    @Override
    public Optional<User> user(int uid) throws ErrnoException {
        return find(
                "getpwuid_r",
                PASSWD_SIZE,
                (state, entry, buffer, size, result) ->
                        (int) GETPWUID_R.invokeExact(state, uid, entry, buffer, size, result),
                KernelNameService::passwd);
    }

    @Override
    public Optional<User> user(String name) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = Libc.string(arena, "getpwnam_r", name);
            return find(
                    "getpwnam_r",
                    PASSWD_SIZE,
                    (state, entry, buffer, size, result) ->
                            (int) GETPWNAM_R.invokeExact(state, text, entry, buffer, size, result),
                    KernelNameService::passwd);
        }
    }

    @Override
    public Optional<Group> group(int gid) throws ErrnoException {
        return find(
                "getgrgid_r",
                GROUP_SIZE,
                (state, entry, buffer, size, result) ->
                        (int) GETGRGID_R.invokeExact(state, gid, entry, buffer, size, result),
                KernelNameService::group);
    }

    @Override
    public Optional<Group> group(String name) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = Libc.string(arena, "getgrnam_r", name);
            return find(
                    "getgrnam_r",
                    GROUP_SIZE,
                    (state, entry, buffer, size, result) ->
                            (int) GETGRNAM_R.invokeExact(state, text, entry, buffer, size, result),
                    KernelNameService::group);
        }
    }

    @Override
    public List<Integer> groups(User user) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment name = Libc.string(arena, "getgrouplist", user.name());
            MemorySegment count = arena.allocate(JAVA_INT);
            MemorySegment groups = arena.allocate(JAVA_INT, GROUP_LIMIT);
            count.set(JAVA_INT, 0, GROUP_LIMIT);
            Libc.call(
                    "getgrouplist",
                    state ->
                            (int) GETGROUPLIST.invokeExact(state, name, user.gid(), groups, count));
            return IntStream.range(0, count.get(JAVA_INT, 0))
                    .mapToObj(i -> groups.getAtIndex(JAVA_INT, i))
                    .toList();
        }
    }

    /** One of the four look-ups, which return the errno itself. */
    @FunctionalInterface
    private interface Lookup {
        int invoke(
                MemorySegment state,
                MemorySegment entry,
                MemorySegment buffer,
                long size,
                MemorySegment result)
                throws Throwable;
    }

    /** Makes a value of a C structure. */
    @FunctionalInterface
    private interface Structure<T> {
        T read(MemorySegment entry);
    }

    private static <T> Optional<T> find(
            String call, int entrySize, Lookup lookup, Structure<T> structure)
            throws ErrnoException {
        for (int size = FIRST_BUFFER; ; size *= 4) {
            try (var arena = Arena.ofConfined()) {
                MemorySegment entry = arena.allocate(entrySize, 8);
                MemorySegment result = arena.allocate(ADDRESS);
                MemorySegment buffer = arena.allocate(size);
                Errno errno = Errno.of(invoke(call, lookup, entry, buffer, result));
                if (errno.number() == 0 || isAbsence(errno)) {
                    boolean isFound = result.get(ADDRESS, 0).address() != 0;
                    return isFound ? Optional.of(structure.read(entry)) : Optional.empty();
                }
                if (!errno.equals(Errno.ERANGE) || size >= BUFFER_LIMIT) {
                    throw new ErrnoException(call, errno);
                }
            }
        }
    }

    /** Returns whether an error is one by which some C libraries say that there is no entry. */
    private static boolean isAbsence(Errno errno) {
        return errno.equals(Errno.ENOENT) || errno.equals(Errno.ESRCH);
    }

    private static int invoke(
            String call,
            Lookup lookup,
            MemorySegment entry,
            MemorySegment buffer,
            MemorySegment result) {
        return (int)
                Libc.attempt(
                        call,
                        state -> lookup.invoke(state, entry, buffer, buffer.byteSize(), result));
    }

    private static User passwd(MemorySegment entry) {
        return new User(
                text(entry, 0),
                entry.get(JAVA_INT, 16),
                entry.get(JAVA_INT, 20),
                text(entry, 32),
                text(entry, 40));
    }

    private static Group group(MemorySegment entry) {
        return new Group(text(entry, 0), entry.get(JAVA_INT, 16));
    }

    @SuppressWarnings("restricted") // reinterpret: the string's length is known only to C
    private static String text(MemorySegment entry, long offset) {
        MemorySegment pointer = entry.get(ADDRESS, offset);
        return pointer.address() == 0 ? "" : pointer.reinterpret(STRING_LIMIT).getString(0);
    }
}
