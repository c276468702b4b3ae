/** The values of what walls processes off. */
package hearth.unit.value.sandbox;
