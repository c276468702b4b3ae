/** What was applied: kept as generations, written so that nothing is ever half done. */
package hearth.nix.generation;
