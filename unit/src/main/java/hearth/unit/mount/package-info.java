/** Mount points and the options of mounts. */
package hearth.unit.mount;
