/** The seam to the world: what a manager is told and what it asks for. */
package hearth.manager.host;
