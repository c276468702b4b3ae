/** Buses and private sockets: connections in the reactor, messages in mailboxes. */
package hearth.daemon.bus;
