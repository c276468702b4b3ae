package hearth.unit.value;

import java.util.List;
import java.util.OptionalInt;

/**
 * The kernel's error numbers by name, as most architectures have them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
 */
public final class ErrorNumbers {
    /** The highest number that the kernel can return as an error. */
    private static final int MAX = 4095;

    /** From 1 on; a dash where there is no such number. */
    private static final List<String> NAMES =
            List.of(
                    """
                    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES \
                    EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY \
                    ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG \
                    ENOLCK ENOSYS ENOTEMPTY ELOOP - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG \
                    EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT - EBFONT ENOSTR \
                    ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP \
                    EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX \
                    ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE \
                    ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT \
                    EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET \
                    ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN \
                    EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO \
                    EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED \
                    EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON
                    """
                            .strip()
                            .split(" "));

    private ErrorNumbers() {}

    /** Returns the number that a name or a number means; nothing where it can be no error. */
    public static OptionalInt parse(String text) {
        if (!text.isEmpty()
                && text.length() <= 4
                && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int number = Integer.parseInt(text);
            return number <= MAX ? OptionalInt.of(number) : OptionalInt.empty();
        }
        int index =
                switch (text) {
                    case "-" -> -1;
                    case "EWOULDBLOCK" -> NAMES.indexOf("EAGAIN");
                    case "EDEADLOCK" -> NAMES.indexOf("EDEADLK");
                    case "ENOTSUP" -> NAMES.indexOf("EOPNOTSUPP");
                    default -> NAMES.indexOf(text);
                };
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index + 1);
    }

    /** Returns the name of a number, or the number where it has none. */
    public static String name(int number) {
        boolean isNamed =
                number > 0 && number <= NAMES.size() && !NAMES.get(number - 1).equals("-");
        return isNamed ? NAMES.get(number - 1) : Integer.toString(number);
    }
}
