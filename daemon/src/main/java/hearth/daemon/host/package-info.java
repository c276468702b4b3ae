/** Hosts: what managers want done, as orders to a hand or to the keeper. */
package hearth.daemon.host;
