/** The language of units: text in, values and diagnostics out; no I/O. */
package hearth.unit;
