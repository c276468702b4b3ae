/** Socket units: they start services when somebody connects, or sends something. */
package hearth.manager.type.socket;
