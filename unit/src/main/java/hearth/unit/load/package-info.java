/** From the files of a unit, or of a manager, to what they say. */
package hearth.unit.load;
