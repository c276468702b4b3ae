@org.jspecify.annotations.NullMarked
package hearth.journal.protocol;
