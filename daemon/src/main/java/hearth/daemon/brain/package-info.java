/** What all parts of the brain share. */
package hearth.daemon.brain;
