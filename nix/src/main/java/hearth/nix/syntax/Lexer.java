package hearth.nix.syntax;

import org.jspecify.annotations.Nullable;

/**
 * Finds the token that begins at or after a byte. It keeps no state but how far it looked ahead
 * last: what a byte means depends on whether the parser is inside a string, which only the parser
 * knows.
 *
 * @see <a href="https://nix.dev/manual/nix/2.26/language/">the language</a>
 */
final class Lexer {
    private final String text;
    private Run path = new Run(0, 0);
    private Run scheme = new Run(0, 0);

    /** Bytes of one kind, up to one that is not: whoever asks from within need not look again. */
    private record Run(int start, int end) {
        boolean has(int index) {
            return start <= index && index < end;
        }
    }

    Lexer(String text) {
        this.text = text;
    }

    /** Returns the next token at or after a byte, comments and blanks being skipped. */
    Token next(int from) {
        int start = skipBlanks(from);
        if (start >= text.length()) {
            return new Token(TokenKind.END, text.length(), text.length());
        }
        Token word = word(start);
        return word != null ? word : symbol(start);
    }

    /** Returns the first byte at or after one that is neither blank nor in a comment. */
    private int skipBlanks(int from) {
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                i++;
            } else if (c == '#') {
                while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
                    i++;
                }
            } else if (c == '/' && at(i + 1) == '*') {
                int end = text.indexOf("*/", i + 2);
                if (end < 0) {
                    return i;
                }
                i = end + 2;
            } else {
                return i;
            }
        }
        return i;
    }

    /** Returns the longest token that is a name, a number, a path or a URI, or null. */
    private @Nullable Token word(int start) {
        char c = text.charAt(start);
        if (c == '<') {
            int end = searchPathEnd(start);
            return end < 0 ? null : new Token(TokenKind.SEARCH_PATH, start, end);
        }
        if (c == '~') {
            return at(start + 1) == '/'
                            && (isPathCharacter(at(start + 2)) || isInterpolation(start + 2))
                    ? new Token(TokenKind.HOME_PATH, start, pathEnd(start + 1))
                    : null;
        }
        TokenKind kind = TokenKind.INVALID;
        int end = start;
        if (isLetter(c) || c == '_') {
            kind = TokenKind.IDENTIFIER;
            end = identifierEnd(start);
            int uriEnd = isLetter(c) ? uriEnd(start) : -1;
            if (uriEnd > end) {
                kind = TokenKind.URI;
                end = uriEnd;
            }
        } else if (isDigit(c) || c == '.') {
            end = digitsEnd(start);
            int floatEnd = floatEnd(start);
            kind =
                    floatEnd > end
                            ? TokenKind.FLOAT
                            : end > start ? TokenKind.INTEGER : TokenKind.INVALID;
            end = Math.max(end, floatEnd);
        }
        if ((isPathCharacter(c) || c == '/') && isPath(start, end)) {
            return new Token(TokenKind.PATH, start, pathEnd(start));
        }
        if (kind == TokenKind.INVALID) {
            return null;
        }
        return new Token(kind == TokenKind.IDENTIFIER ? keyword(start, end) : kind, start, end);
    }

    /** Returns whether a path begins here that is longer than a word that ends there. */
    private boolean isPath(int start, int wordEnd) {
        if (!path.has(start)) {
            int end = start;
            while (isPathCharacter(at(end))) {
                end++;
            }
            path = new Run(start, end);
        }
        int slash = path.has(start) ? path.end() : start;
        if (at(slash) != '/' || slash + 1 < wordEnd) {
            return false;
        }
        return isPathCharacter(at(slash + 1)) || isInterpolation(slash + 1);
    }

    /**
     * Returns the end of a path's text: the end of the path, or where something is interpolated.
     */
    int pathEnd(int start) {
        int end = start;
        while (isPathCharacter(at(end)) || at(end) == '/') {
            end++;
        }
        return end;
    }

    /** Returns whether an interpolation begins here. */
    boolean isInterpolation(int index) {
        return at(index) == '$' && at(index + 1) == '{';
    }

    private int searchPathEnd(int start) {
        int i = start + 1;
        while (isPathCharacter(at(i))
                || (at(i) == '/' && i > start + 1 && isPathCharacter(at(i + 1)))) {
            i++;
        }
        return i > start + 1 && at(i) == '>' ? i + 1 : -1;
    }

    private int identifierEnd(int start) {
        int i = start + 1;
        while (isLetter(at(i)) || isDigit(at(i)) || at(i) == '_' || at(i) == '\'' || at(i) == '-') {
            i++;
        }
        return i;
    }

    private int uriEnd(int start) {
        if (!scheme.has(start)) {
            int end = start + 1;
            while (isSchemeCharacter(at(end))) {
                end++;
            }
            scheme = new Run(start, end);
        }
        int i = scheme.end();
        if (at(i) != ':') {
            return -1;
        }
        int end = i + 1;
        while (isLetter(at(end))
                || isDigit(at(end))
                || (at(end) != 0 && "%/?:@&=+$,-_.!~*'".indexOf(at(end)) >= 0)) {
            end++;
        }
        return end > i + 1 ? end : -1;
    }

    private static boolean isSchemeCharacter(char c) {
        return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
    }

    private int digitsEnd(int start) {
        int i = start;
        while (isDigit(at(i))) {
            i++;
        }
        return i;
    }

    /** Returns the end of {@code 1.}, {@code 1.5e3}, {@code .5} or {@code 0.5}, or -1. */
    private int floatEnd(int start) {
        int point = digitsEnd(start);
        boolean hasLeadingZero = at(start) == '0' || point == start;
        if (at(point) != '.'
                || (hasLeadingZero && (point > start + 1 || !isDigit(at(point + 1))))) {
            return -1;
        }
        int end = digitsEnd(point + 1);
        if (at(end) == 'e' || at(end) == 'E') {
            int digits = at(end + 1) == '+' || at(end + 1) == '-' ? end + 2 : end + 1;
            if (isDigit(at(digits))) {
                return digitsEnd(digits);
            }
        }
        return end;
    }

    private TokenKind keyword(int start, int end) {
        if (end - start > 7) {
            return TokenKind.IDENTIFIER;
        }
        return switch (text.substring(start, end)) {
            case "if" -> TokenKind.IF;
            case "then" -> TokenKind.THEN;
            case "else" -> TokenKind.ELSE;
            case "assert" -> TokenKind.ASSERT;
            case "with" -> TokenKind.WITH;
            case "let" -> TokenKind.LET;
            case "in" -> TokenKind.IN;
            case "rec" -> TokenKind.REC;
            case "inherit" -> TokenKind.INHERIT;
            case "or" -> TokenKind.OR_WORD;
            default -> TokenKind.IDENTIFIER;
        };
    }

    private Token symbol(int start) {
        char c = text.charAt(start);
        char d = at(start + 1);
        return switch (c) {
            case '"' -> token(TokenKind.QUOTE, start, 1);
            case '\'' ->
                    d == '\''
                            ? token(TokenKind.INDENTED_QUOTE, start, 2)
                            : token(TokenKind.INVALID, start, 1);
            case '{' -> token(TokenKind.BRACE, start, 1);
            case '}' -> token(TokenKind.BRACE_END, start, 1);
            case '[' -> token(TokenKind.BRACKET, start, 1);
            case ']' -> token(TokenKind.BRACKET_END, start, 1);
            case '(' -> token(TokenKind.PARENTHESIS, start, 1);
            case ')' -> token(TokenKind.PARENTHESIS_END, start, 1);
            case ';' -> token(TokenKind.SEMICOLON, start, 1);
            case ':' -> token(TokenKind.COLON, start, 1);
            case ',' -> token(TokenKind.COMMA, start, 1);
            case '@' -> token(TokenKind.AT, start, 1);
            case '?' -> token(TokenKind.QUESTION, start, 1);
            case '*' -> token(TokenKind.TIMES, start, 1);
            case '.' ->
                    d == '.' && at(start + 2) == '.'
                            ? token(TokenKind.ELLIPSIS, start, 3)
                            : token(TokenKind.DOT, start, 1);
            case '$' -> either(d == '{', TokenKind.DOLLAR_BRACE, TokenKind.INVALID, start);
            case '=' -> either(d == '=', TokenKind.EQUAL, TokenKind.EQUALS, start);
            case '!' -> either(d == '=', TokenKind.UNEQUAL, TokenKind.NOT, start);
            case '+' -> either(d == '+', TokenKind.CONCAT, TokenKind.PLUS, start);
            case '-' -> either(d == '>', TokenKind.IMPLIES, TokenKind.MINUS, start);
            case '/' ->
                    d == '*'
                            ? token(TokenKind.OPEN_COMMENT, start, 2)
                            : either(d == '/', TokenKind.UPDATE, TokenKind.DIVIDED, start);
            case '>' -> either(d == '=', TokenKind.AT_LEAST, TokenKind.GREATER, start);
            case '&' -> either(d == '&', TokenKind.AND, TokenKind.INVALID, start);
            case '|' ->
                    d == '>'
                            ? token(TokenKind.PIPE_INTO, start, 2)
                            : either(d == '|', TokenKind.OR, TokenKind.INVALID, start);
            case '<' ->
                    d == '|'
                            ? token(TokenKind.PIPE_FROM, start, 2)
                            : either(d == '=', TokenKind.AT_MOST, TokenKind.LESS, start);
            default -> token(TokenKind.INVALID, start, 1);
        };
    }

    private static Token either(boolean isLong, TokenKind ofTwo, TokenKind ofOne, int start) {
        return isLong ? token(ofTwo, start, 2) : token(ofOne, start, 1);
    }

    private static Token token(TokenKind kind, int start, int length) {
        return new Token(kind, start, start + length);
    }

    /** Returns a byte, NUL beyond the end; a NUL in the text is in no token either. */
    private char at(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    static boolean isPathCharacter(char c) {
        return isLetter(c) || isDigit(c) || c == '.' || c == '_' || c == '-' || c == '+';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
