/** Descriptors that users have passed, and where they end. */
package hearth.daemon.descriptor;
