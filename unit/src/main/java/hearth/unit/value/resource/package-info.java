/** The values of systemd.resource-control(5). */
package hearth.unit.value.resource;
