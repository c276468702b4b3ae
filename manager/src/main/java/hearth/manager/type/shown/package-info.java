/** Types whose units are loaded and shown, and cannot be started yet. */
package hearth.manager.type.shown;
