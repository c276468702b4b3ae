/** Who lingers until when. */
package hearth.login.linger;
