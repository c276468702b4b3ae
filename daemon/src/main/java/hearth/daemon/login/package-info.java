/** Login's world: state files, FIFOs, linger files, the system manager, the login1 objects. */
package hearth.daemon.login;
