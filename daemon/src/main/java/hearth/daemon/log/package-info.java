/**
 * What units write and what their managers say about them: in journal files, and in memory what the
 * disk does not take.
 */
package hearth.daemon.log;
