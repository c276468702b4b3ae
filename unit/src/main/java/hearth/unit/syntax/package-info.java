/** The text of units: files, words, escapes, specifiers, environments. */
package hearth.unit.syntax;
