/** The system scope: one more manager, whose world is the keeper and the users' managers. */
package hearth.daemon.system;
