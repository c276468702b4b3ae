/** org.freedesktop.systemd1 and org.freedesktop.login1 over manager and login. */
package hearth.api;
