/** What can be done to units. */
package hearth.api.systemd1.order;
