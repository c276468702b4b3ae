/** hearthd: the reactor, the mailboxes, the links to keeper and hands. */
package hearth.daemon;
