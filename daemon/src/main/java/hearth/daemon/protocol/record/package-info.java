/** What messages are made of. */
package hearth.daemon.protocol.record;
