/** Generators of environments and units: found by the brain, run by the user's hand. */
package hearth.daemon.generator;
