/** Directories of unit files: root's, read once for all users, and a user's, read by the hand. */
package hearth.daemon.tree;
