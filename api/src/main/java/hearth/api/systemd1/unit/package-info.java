/** The interfaces of units, one for each type. */
package hearth.api.systemd1.unit;
