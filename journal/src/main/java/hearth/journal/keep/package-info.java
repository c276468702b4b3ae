/** Which journal files there are, what they are called, and which are to go. */
package hearth.journal.keep;
