package hearth.daemon.varlink;

import hearth.daemon.varlink.Parameters.InvalidParameter;
import hearth.linux.socket.Credentials;

/** Methods of one name before the last dot; called in the mailbox of what serves them. */
public interface VarlinkInterface {
    /** Returns its name, as in {@code io.systemd.Login}. */
    String name();

    /** Returns its description in Varlink's own language. */
    String description();

    /**
     * Answers a call, now or later.
     *
     * @param peer who has connected, by the kernel's word
     * @return false where there is no such method
     * @throws InvalidParameter a parameter is missing, or isn't what it should be
     */
    boolean call(VarlinkCall call, Credentials peer, VarlinkReply reply) throws InvalidParameter;
}
