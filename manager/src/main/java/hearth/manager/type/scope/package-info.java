/** Scopes. */
package hearth.manager.type.scope;
