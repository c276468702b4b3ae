/** What login wants of the world and hears from it. */
package hearth.login.host;
