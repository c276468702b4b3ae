/** Reading journal files, whoever wrote them and whatever became of them. */
package hearth.journal.read;
