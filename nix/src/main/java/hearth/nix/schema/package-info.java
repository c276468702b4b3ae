/**
 * The options of NixOS and home-manager that mean something here, and the records that they become.
 */
package hearth.nix.schema;
