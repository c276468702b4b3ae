/** What all units have in common: states, and the edges between them. */
package hearth.manager.graph;
