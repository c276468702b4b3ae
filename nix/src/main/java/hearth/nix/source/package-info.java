/**
 * Texts, places in them, the files that a program may read, and what is told a person when
 * something is wrong.
 */
package hearth.nix.source;
