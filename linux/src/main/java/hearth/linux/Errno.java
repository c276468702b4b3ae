package hearth.linux;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An error number of the kernel's, with its name and glibc's English text.
 *
 * <p>A number without a constant here is named {@code ERRNO_n}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
 */
public record Errno(int number, String name, String text) {
    private static final Map<Integer, Errno> BY_NUMBER = new HashMap<>();
    private static final Map<String, Errno> BY_NAME = new HashMap<>();

    /** Operation not permitted. */
    public static final Errno EPERM = known(1, "EPERM", "Operation not permitted");

    /** No such file or directory. */
    public static final Errno ENOENT = known(2, "ENOENT", "No such file or directory");

    /** No such process. */
    public static final Errno ESRCH = known(3, "ESRCH", "No such process");

    /** Interrupted system call. */
    public static final Errno EINTR = known(4, "EINTR", "Interrupted system call");

    /** Input/output error. */
    public static final Errno EIO = known(5, "EIO", "Input/output error");

    /** No such device or address. */
    public static final Errno ENXIO = known(6, "ENXIO", "No such device or address");

    /** Argument list too long. */
    public static final Errno E2BIG = known(7, "E2BIG", "Argument list too long");

    /** Exec format error. */
    public static final Errno ENOEXEC = known(8, "ENOEXEC", "Exec format error");

    /** Bad file descriptor. */
    public static final Errno EBADF = known(9, "EBADF", "Bad file descriptor");

    /** No child processes. */
    public static final Errno ECHILD = known(10, "ECHILD", "No child processes");

    /** Resource temporarily unavailable. */
    public static final Errno EAGAIN = known(11, "EAGAIN", "Resource temporarily unavailable");

    /** Cannot allocate memory. */
    public static final Errno ENOMEM = known(12, "ENOMEM", "Cannot allocate memory");

    /** Permission denied. */
    public static final Errno EACCES = known(13, "EACCES", "Permission denied");

    /** Bad address. */
    public static final Errno EFAULT = known(14, "EFAULT", "Bad address");

    /** Device or resource busy. */
    public static final Errno EBUSY = known(16, "EBUSY", "Device or resource busy");

    /** File exists. */
    public static final Errno EEXIST = known(17, "EEXIST", "File exists");

    /** Invalid cross-device link. */
    public static final Errno EXDEV = known(18, "EXDEV", "Invalid cross-device link");

    /** No such device. */
    public static final Errno ENODEV = known(19, "ENODEV", "No such device");

    /** Not a directory. */
    public static final Errno ENOTDIR = known(20, "ENOTDIR", "Not a directory");

    /** Is a directory. */
    public static final Errno EISDIR = known(21, "EISDIR", "Is a directory");

    /** Invalid argument. */
    public static final Errno EINVAL = known(22, "EINVAL", "Invalid argument");

    /** Too many open files in system. */
    public static final Errno ENFILE = known(23, "ENFILE", "Too many open files in system");

    /** Too many open files. */
    public static final Errno EMFILE = known(24, "EMFILE", "Too many open files");

    /** Inappropriate ioctl for device. */
    public static final Errno ENOTTY = known(25, "ENOTTY", "Inappropriate ioctl for device");

    /** Text file busy. */
    public static final Errno ETXTBSY = known(26, "ETXTBSY", "Text file busy");

    /** File too large. */
    public static final Errno EFBIG = known(27, "EFBIG", "File too large");

    /** No space left on device. */
    public static final Errno ENOSPC = known(28, "ENOSPC", "No space left on device");

    /** Illegal seek. */
    public static final Errno ESPIPE = known(29, "ESPIPE", "Illegal seek");

    /** Read-only file system. */
    public static final Errno EROFS = known(30, "EROFS", "Read-only file system");

    /** Too many links. */
    public static final Errno EMLINK = known(31, "EMLINK", "Too many links");

    /** Broken pipe. */
    public static final Errno EPIPE = known(32, "EPIPE", "Broken pipe");

    /** Numerical result out of range. */
    public static final Errno ERANGE = known(34, "ERANGE", "Numerical result out of range");

    /** Resource deadlock avoided. */
    public static final Errno EDEADLK = known(35, "EDEADLK", "Resource deadlock avoided");

    /** File name too long. */
    public static final Errno ENAMETOOLONG = known(36, "ENAMETOOLONG", "File name too long");

    /** Function not implemented. */
    public static final Errno ENOSYS = known(38, "ENOSYS", "Function not implemented");

    /** Directory not empty. */
    public static final Errno ENOTEMPTY = known(39, "ENOTEMPTY", "Directory not empty");

    /** Too many levels of symbolic links. */
    public static final Errno ELOOP = known(40, "ELOOP", "Too many levels of symbolic links");

    /** No message of desired type. */
    public static final Errno ENOMSG = known(42, "ENOMSG", "No message of desired type");

    /** No data available. */
    public static final Errno ENODATA = known(61, "ENODATA", "No data available");

    /** Timer expired. */
    public static final Errno ETIME = known(62, "ETIME", "Timer expired");

    /** Protocol error. */
    public static final Errno EPROTO = known(71, "EPROTO", "Protocol error");

    /** Bad message. */
    public static final Errno EBADMSG = known(74, "EBADMSG", "Bad message");

    /** Value too large for defined data type. */
    public static final Errno EOVERFLOW =
            known(75, "EOVERFLOW", "Value too large for defined data type");

    /** Invalid or incomplete multibyte or wide character. */
    public static final Errno EILSEQ =
            known(84, "EILSEQ", "Invalid or incomplete multibyte or wide character");

    /** Too many users. */
    public static final Errno EUSERS = known(87, "EUSERS", "Too many users");

    /** Socket operation on non-socket. */
    public static final Errno ENOTSOCK = known(88, "ENOTSOCK", "Socket operation on non-socket");

    /** Destination address required. */
    public static final Errno EDESTADDRREQ =
            known(89, "EDESTADDRREQ", "Destination address required");

    /** Message too long. */
    public static final Errno EMSGSIZE = known(90, "EMSGSIZE", "Message too long");

    /** Protocol wrong type for socket. */
    public static final Errno EPROTOTYPE =
            known(91, "EPROTOTYPE", "Protocol wrong type for socket");

    /** Protocol not available. */
    public static final Errno ENOPROTOOPT = known(92, "ENOPROTOOPT", "Protocol not available");

    /** Protocol not supported. */
    public static final Errno EPROTONOSUPPORT =
            known(93, "EPROTONOSUPPORT", "Protocol not supported");

    /** Operation not supported. */
    public static final Errno EOPNOTSUPP = known(95, "EOPNOTSUPP", "Operation not supported");

    /** Address family not supported by protocol. */
    public static final Errno EAFNOSUPPORT =
            known(97, "EAFNOSUPPORT", "Address family not supported by protocol");

    /** Address already in use. */
    public static final Errno EADDRINUSE = known(98, "EADDRINUSE", "Address already in use");

    /** Cannot assign requested address. */
    public static final Errno EADDRNOTAVAIL =
            known(99, "EADDRNOTAVAIL", "Cannot assign requested address");

    /** Network is unreachable. */
    public static final Errno ENETUNREACH = known(101, "ENETUNREACH", "Network is unreachable");

    /** Software caused connection abort. */
    public static final Errno ECONNABORTED =
            known(103, "ECONNABORTED", "Software caused connection abort");

    /** Connection reset by peer. */
    public static final Errno ECONNRESET = known(104, "ECONNRESET", "Connection reset by peer");

    /** No buffer space available. */
    public static final Errno ENOBUFS = known(105, "ENOBUFS", "No buffer space available");

    /** Transport endpoint is already connected. */
    public static final Errno EISCONN =
            known(106, "EISCONN", "Transport endpoint is already connected");

    /** Transport endpoint is not connected. */
    public static final Errno ENOTCONN =
            known(107, "ENOTCONN", "Transport endpoint is not connected");

    /** Connection timed out. */
    public static final Errno ETIMEDOUT = known(110, "ETIMEDOUT", "Connection timed out");

    /** Connection refused. */
    public static final Errno ECONNREFUSED = known(111, "ECONNREFUSED", "Connection refused");

    /** No route to host. */
    public static final Errno EHOSTUNREACH = known(113, "EHOSTUNREACH", "No route to host");

    /** Operation already in progress. */
    public static final Errno EALREADY = known(114, "EALREADY", "Operation already in progress");

    /** Operation now in progress. */
    public static final Errno EINPROGRESS = known(115, "EINPROGRESS", "Operation now in progress");

    /** Stale file handle. */
    public static final Errno ESTALE = known(116, "ESTALE", "Stale file handle");

    /** Disk quota exceeded. */
    public static final Errno EDQUOT = known(122, "EDQUOT", "Disk quota exceeded");

    /** Operation canceled. */
    public static final Errno ECANCELED = known(125, "ECANCELED", "Operation canceled");

    /** Owner died. */
    public static final Errno EOWNERDEAD = known(130, "EOWNERDEAD", "Owner died");

    /** Returns the error with this number. */
    public static Errno of(int number) {
        Errno known = BY_NUMBER.get(number);
        return known != null
                ? known
                : new Errno(number, "ERRNO_" + number, "Unknown error " + number);
    }

    /**
     * Returns the error with this name, for example {@code ENOENT}; empty where it isn't known
     * here.
     */
    public static Optional<Errno> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Errno known(int number, String name, String text) {
        var errno = new Errno(number, name, text);
        BY_NUMBER.put(number, errno);
        BY_NAME.put(name, errno);
        return errno;
    }
}
