/** The bytes of messages. */
package hearth.daemon.protocol.body;
