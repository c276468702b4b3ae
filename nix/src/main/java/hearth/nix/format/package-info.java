/** JSON, XML and TOML. */
package hearth.nix.format;
