/** Inhibitors: who asks that something be put off, and what. Values. */
package hearth.login.inhibit;
