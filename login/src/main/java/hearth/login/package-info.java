/** Sessions, users, seats, linger and the rules of logout; no I/O. */
package hearth.login;
