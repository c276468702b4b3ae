/** Mounts: what the kernel shows, and what mount(8) makes of a file for its user. */
package hearth.manager.type.mount;
