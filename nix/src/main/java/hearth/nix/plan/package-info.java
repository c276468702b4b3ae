/** From what is there to what is declared: which files change, and what happens to what runs. */
package hearth.nix.plan;
