/**
 * The tree of a program: nodes that know their scope, evaluate themselves, and print themselves.
 */
package hearth.nix.expression;
