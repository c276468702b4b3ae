/** The brain's conversations with the keeper and with the hands. */
package hearth.daemon.link;
