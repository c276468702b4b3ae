/** The format of a journal file, and where its bytes lie. */
package hearth.journal.file;
