/** The values that settings have. */
package hearth.unit.value;
