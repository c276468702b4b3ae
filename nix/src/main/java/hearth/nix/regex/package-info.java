/** POSIX regular expressions that take time in proportion to the text, whatever they say. */
package hearth.nix.regex;
