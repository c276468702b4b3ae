/** All settings there are, a class for each manual page. */
package hearth.unit.catalogue;
