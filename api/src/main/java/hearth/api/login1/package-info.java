/** {@code org.freedesktop.login1} as tables over login. */
package hearth.api.login1;
