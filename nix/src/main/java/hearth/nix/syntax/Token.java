package hearth.nix.syntax;

/**
 * A token.
 *
 * @param kind what it is; a string's is its opening quote only
 * @param start its first byte
 * @param end the byte after its last
 */
record Token(TokenKind kind, int start, int end) {}
