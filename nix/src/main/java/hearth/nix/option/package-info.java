/**
 * Options: what may be defined, and what several definitions of one mean together, as nixpkgs'
 * modules merge them. Nothing here knows which options there are.
 */
package hearth.nix.option;
