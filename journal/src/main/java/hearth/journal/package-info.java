/** What journal files are made of: fields, ids and moments. */
package hearth.journal;
