package hearth.nix.syntax;

/** What a token is; how messages call it. */
enum TokenKind {
    END("end of file"),
    IDENTIFIER("identifier"),
    INTEGER("integer"),
    FLOAT("floating-point literal"),
    URI("URI"),
    PATH("path"),
    HOME_PATH("path"),
    SEARCH_PATH("search path"),
    QUOTE("'\"'"),
    INDENTED_QUOTE("start of an indented string"),
    IF("'if'"),
    THEN("'then'"),
    ELSE("'else'"),
    ASSERT("'assert'"),
    WITH("'with'"),
    LET("'let'"),
    IN("'in'"),
    REC("'rec'"),
    INHERIT("'inherit'"),
    OR_WORD("'or'"),
    BRACE("'{'"),
    DOLLAR_BRACE("'${'"),
    BRACE_END("'}'"),
    BRACKET("'['"),
    BRACKET_END("']'"),
    PARENTHESIS("'('"),
    PARENTHESIS_END("')'"),
    EQUALS("'='"),
    SEMICOLON("';'"),
    COLON("':'"),
    COMMA("','"),
    DOT("'.'"),
    ELLIPSIS("'...'"),
    AT("'@'"),
    QUESTION("'?'"),
    NOT("'!'"),
    PLUS("'+'"),
    MINUS("'-'"),
    TIMES("'*'"),
    DIVIDED("'/'"),
    CONCAT("'++'"),
    UPDATE("'//'"),
    LESS("'<'"),
    GREATER("'>'"),
    AT_MOST("'<='"),
    AT_LEAST("'>='"),
    EQUAL("'=='"),
    UNEQUAL("'!='"),
    AND("'&&'"),
    OR("'||'"),
    IMPLIES("'->'"),
    PIPE_INTO("'|>'"),
    PIPE_FROM("'<|'"),
    OPEN_COMMENT("a comment that does not end"),
    INVALID("invalid token");

    private final String described;

    TokenKind(String described) {
        this.described = described;
    }

    /** Returns how messages call it. */
    String described() {
        return described;
    }

    /** Returns whether an operand can begin with it. */
    boolean beginsOperand() {
        return switch (this) {
            case IDENTIFIER,
                    INTEGER,
                    FLOAT,
                    URI,
                    PATH,
                    HOME_PATH,
                    SEARCH_PATH,
                    QUOTE,
                    INDENTED_QUOTE,
                    LET,
                    REC,
                    BRACE,
                    BRACKET,
                    PARENTHESIS ->
                    true;
            default -> false;
        };
    }
}
