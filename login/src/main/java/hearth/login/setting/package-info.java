/** What logind.conf says. */
package hearth.login.setting;
