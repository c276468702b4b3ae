/** Scope units: processes that somebody else started. */
package hearth.manager.scope;
