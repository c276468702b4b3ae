/** What the objects are about, and how a call fails. */
package hearth.api.systemd1.view;
