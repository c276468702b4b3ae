/** Targets. */
package hearth.manager.type.target;
