/** The values of systemd.service(5) and systemd.kill(5). */
package hearth.unit.value.service;
