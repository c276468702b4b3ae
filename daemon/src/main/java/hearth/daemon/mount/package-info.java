/** What is mounted, as the kernel shows it: read once for all who see the same. */
package hearth.daemon.mount;
