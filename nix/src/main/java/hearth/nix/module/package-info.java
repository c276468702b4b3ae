/** Modules: what several files say, imported, merged, and seen by all of them as {@code config}. */
package hearth.nix.module;
