/** One run of a program: its world and limits, environments, calls, operators and coercions. */
package hearth.nix.evaluation;
