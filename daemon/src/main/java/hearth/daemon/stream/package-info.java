/**
 * What services write: looking at streams and pipes, cutting lines, and the beginnings of lines
 * that were taken out before their ends had come.
 */
package hearth.daemon.stream;
