/**
 * What units write and what their managers say about them: the last lines, in memory and on disk.
 */
package hearth.daemon.log;
