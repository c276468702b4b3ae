/** Types whose units are loaded and shown, and cannot be started. */
package hearth.manager.type.shown;
