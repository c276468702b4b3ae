/** Appending entries to a journal file. */
package hearth.journal.write;
