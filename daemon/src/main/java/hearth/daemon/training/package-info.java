/** A rehearsal of the brain's life, for the cache of classes that every later start begins with. */
package hearth.daemon.training;
