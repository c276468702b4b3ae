/** What is wrong, doubtful or easily misunderstood in what was declared. */
package hearth.nix.check;
