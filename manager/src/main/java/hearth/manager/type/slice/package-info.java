/** Slices. */
package hearth.manager.type.slice;
