package hearth.login.host;

import java.util.List;

/**
 * The arguments of {@code Manager.CreateSession}, unchecked; an empty text means "not said".
 *
 * @param uid whose session
 * @param leader the process that stands for the session, with {@code pid=0} already replaced by the
 *     caller
 * @param service the PAM service, as {@code sshd}
 * @param type a {@link SessionType}'s spelling
 * @param sessionClass a {@link SessionClass}'s spelling
 * @param desktop as {@code GNOME}
 * @param seat name of a seat
 * @param vtNumber virtual terminal, 0 for none
 * @param tty terminal below {@code /dev}
 * @param display X display
 * @param remote whether the person sits elsewhere
 * @param remoteUser the person's name there
 * @param remoteHost where
 * @param properties for the scope
 * @param hasFifo whether the login program is given a FIFO and its end ends the session; otherwise
 *     the leader's end alone does
 * @see "org.freedesktop.login1(5), CreateSession()"
 */
public record CreateSessionRequest(
        long uid,
        LeaderFacts leader,
        String service,
        String type,
        String sessionClass,
        String desktop,
        String seat,
        int vtNumber,
        String tty,
        String display,
        boolean remote,
        String remoteUser,
        String remoteHost,
        List<ScopeProperty> properties,
        boolean hasFifo) {

    /** Returns the same request for another virtual terminal. */
    public CreateSessionRequest withVtNumber(int number) {
        return new CreateSessionRequest(
                uid,
                leader,
                service,
                type,
                sessionClass,
                desktop,
                seat,
                number,
                tty,
                display,
                remote,
                remoteUser,
                remoteHost,
                properties,
                hasFifo);
    }
}
