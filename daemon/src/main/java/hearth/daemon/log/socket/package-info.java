/** The sockets to which programs send what they log, where no journald serves them. */
package hearth.daemon.log.socket;
