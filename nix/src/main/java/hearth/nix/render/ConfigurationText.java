package hearth.nix.render;

import hearth.nix.declaration.ConfigurationDeclaration;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.Position;
import java.util.List;

/** Drop-ins of user.conf and logind.conf, and lines of tmpfiles.d(5). */
final class ConfigurationText {
    /** The drop-in of user.conf. */
    static final FileName MANAGER_FILE = new FileName(Directory.MANAGER, "50-hearth.conf");

    /** The drop-in of logind.conf. */
    static final FileName LOGIN_FILE = new FileName(Directory.LOGIN, "50-hearth.conf");

    /** The lines of tmpfiles.d(5). */
    static final FileName TMPFILES_FILE = new FileName(Directory.TMPFILES, "50-hearth.conf");

    private ConfigurationText() {}

    /** Returns one section: directives sorted, then further lines as they are. */
    static String write(String section, ConfigurationDeclaration declared) {
        StringBuilder text = new StringBuilder("[" + section + "]\n");
        declared.settings()
                .settings()
                .forEach((key, value) -> Scalars.write(text, key, value.value()));
        declared.lines().forEach(line -> writeLines(text, line.value()));
        return text.toString();
    }

    /** Returns lines. */
    static String lines(List<Located<String>> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> writeLines(text, line.value()));
        return text.toString();
    }

    /** Returns where something of it is declared. */
    static Position position(ConfigurationDeclaration declared) {
        return declared.settings().isEmpty()
                ? declared.lines().getFirst().position()
                : declared.settings().settings().firstEntry().getValue().position();
    }

    private static void writeLines(StringBuilder text, String lines) {
        text.append(lines);
        if (!lines.isEmpty() && !lines.endsWith("\n")) {
            text.append('\n');
        }
    }
}
