/** Directories of unit files, already read. */
package hearth.unit.tree;
