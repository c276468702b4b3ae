/** The daemon's objects as methods and records: what is called, and in which types it answers. */
package hearth.cli.client;
