/**
 * What files declare, evaluated and merged: the seam between the module system, which makes these
 * records, and everything that follows, which needs no value of the language.
 *
 * <p>All texts are Unicode; all records are immutable; whatever a person wrote has its position.
 */
package hearth.nix.declaration;
