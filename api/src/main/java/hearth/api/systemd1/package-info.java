/**
 * org.freedesktop.systemd1: one manager as objects, evaluated in its mailbox.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5)</a>
 */
package hearth.api.systemd1;
