package hearth.nix.syntax;

import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Source;

/** The tokens of a text, one at a time, and the errors at their places. */
final class TokenStream {
    private final Source source;
    private final String text;
    private final Lexer lexer;
    private Token token;

    TokenStream(Source source) {
        this.source = source;
        this.text = source.text();
        this.lexer = new Lexer(text);
        this.token = lexer.next(0);
    }

    /** Returns the text. */
    Source source() {
        return source;
    }

    /** Returns what finds the tokens. */
    Lexer lexer() {
        return lexer;
    }

    /** Returns the next token. */
    Token token() {
        return token;
    }

    /** Returns what the next token is. */
    TokenKind kind() {
        return token.kind();
    }

    /** Returns where the next token begins. */
    Position position() {
        return position(token.start());
    }

    /** Returns the place of a byte. */
    Position position(int offset) {
        return new Position(source, offset);
    }

    /** Goes on at a byte, whatever token was next. */
    void moveTo(int offset) {
        token = lexer.next(offset);
    }

    /** Returns the next token, which must be of a kind, and goes past it. */
    Token take(TokenKind kind) {
        Token taken = token;
        if (taken.kind() != kind) {
            throw unexpected(kind.described());
        }
        token = lexer.next(taken.end());
        return taken;
    }

    /** Goes past the next token where it is of a kind, and returns whether it is. */
    boolean skip(TokenKind kind) {
        if (token.kind() != kind) {
            return false;
        }
        token = lexer.next(token.end());
        return true;
    }

    /** Returns how a token is written. */
    String spelled(Token written) {
        return text.substring(written.start(), written.end());
    }

    /**
     * Returns a name. Names are interned, so that looking an attribute up rarely compares their
     * bytes.
     */
    String name(Token name) {
        return spelled(name).intern();
    }

    /** Returns the failure at a byte. */
    NixException error(int offset, String message) {
        return new NixException(NixException.Kind.SYNTAX, message, position(offset));
    }

    /**
     * Returns the failure of a token that cannot stand here; what could is told unless it is empty.
     */
    NixException unexpected(String expected) {
        String message = "syntax error, unexpected " + token.kind().described();
        return error(
                token.start(), expected.isEmpty() ? message : message + ", expecting " + expected);
    }
}
