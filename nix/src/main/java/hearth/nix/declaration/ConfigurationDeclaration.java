package hearth.nix.declaration;

import java.util.List;

/**
 * One section of user.conf or logind.conf.
 *
 * @param settings directives by their own names
 * @param lines further lines as they are ({@code extraConfig}); a text may have several
 */
public record ConfigurationDeclaration(Section settings, List<Located<String>> lines) {
    /** Nothing declared. */
    public static final ConfigurationDeclaration NONE =
            new ConfigurationDeclaration(Section.EMPTY, List.of());

    public ConfigurationDeclaration {
        lines = List.copyOf(lines);
    }

    /** Returns whether nothing is declared. */
    public boolean isEmpty() {
        return settings.isEmpty() && lines.isEmpty();
    }
}
