/** One owner's declarations, applied: what would happen, and then what does. */
package hearth.nix.apply;
