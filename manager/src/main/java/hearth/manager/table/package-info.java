/** The units in memory: how they come, what they mean, and when they go. */
package hearth.manager.table;
