/** Mailboxes: one manager's work, one task at a time. */
package hearth.daemon.mailbox;
