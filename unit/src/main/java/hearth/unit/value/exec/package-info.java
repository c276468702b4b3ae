/** The values of systemd.exec(5): how processes are executed. */
package hearth.unit.value.exec;
