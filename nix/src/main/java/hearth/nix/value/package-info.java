/** The values of the language, evaluated and not yet evaluated, and how they are printed. */
package hearth.nix.value;
