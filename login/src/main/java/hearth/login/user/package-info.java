/** What the machine knows of users. */
package hearth.login.user;
