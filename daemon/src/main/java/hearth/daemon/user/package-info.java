/** Users' managers: a hand, a manager, their sockets, from the hand's first word to its end. */
package hearth.daemon.user;
