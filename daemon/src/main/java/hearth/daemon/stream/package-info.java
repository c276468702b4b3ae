/**
 * Streams into which services write, and the beginnings of lines that were taken out of them before
 * their ends had come.
 */
package hearth.daemon.stream;
