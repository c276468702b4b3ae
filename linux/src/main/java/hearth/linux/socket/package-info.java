/** What is said of sockets. */
package hearth.linux.socket;
