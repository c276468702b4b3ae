/** The types of settings' values: text in, value out, and back for clients. */
package hearth.unit.type;
