/** Blocking conversations over D-Bus, without descriptors. */
package hearth.cli.connection;
