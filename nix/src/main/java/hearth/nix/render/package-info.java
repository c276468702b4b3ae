/** What was declared, as files: byte for byte as NixOS and home-manager write them. */
package hearth.nix.render;
