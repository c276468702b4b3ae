/** Sessions, seats and users: their states, and who is there. */
package hearth.login.session;
