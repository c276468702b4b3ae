package hearth.nix.render;

import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.ScriptKind;
import hearth.nix.declaration.ServiceOptions;
import hearth.nix.declaration.SwitchOptions;
import hearth.nix.declaration.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The section {@code [Service]} of a unit that is declared the way of NixOS. */
final class ServiceText {
    private final NixosUnit unit;
    private final ServiceOptions options;
    private final ScriptWriter scripts;
    private final Problems problems;

    ServiceText(NixosUnit unit, ServiceOptions options, ScriptWriter scripts, Problems problems) {
        this.unit = unit;
        this.options = options;
        this.scripts = scripts;
        this.problems = problems;
    }

    /** Writes it, its variables and marks before its directives. */
    void write(StringBuilder text) {
        text.append("[Service]\n");
        environment()
                .forEach((name, value) ->
                        text.append("Environment=")
                                .append(quoted(name + "=" + value))
                                .append('\n'));
        marks(text, options.switching());
        serviceSection().write(text);
    }

    private SortedMap<String, String> environment() {
        SortedMap<String, String> environment = new TreeMap<>();
        options.environment().forEach((name, value) -> environment.put(name, value.value()));
        Located<String> declared = options.environment().get("PATH");
        if (declared == null) {
            if (!options.path().isEmpty()) {
                environment.put("PATH", searchPath());
            }
        } else if (!options.path().isEmpty()) {
            problems.warn(
                    declared.position(),
                    unit.option() + ".environment.PATH",
                    "takes the place of "
                            + unit.option()
                            + ".path at "
                            + options.path().getFirst().position());
        }
        return environment;
    }

    /** All {@code bin} first, as NixOS has it; where nothing is declared the manager's own. */
    private String searchPath() {
        String declared = below("/bin") + ":" + below("/sbin");
        return options.hasDefaultPath() ? declared + ":" + Host.DEFAULT_PATH : declared;
    }

    private String below(String directory) {
        return options.path().stream()
                .map(prefix -> prefix.value() + directory)
                .collect(Collectors.joining(":"));
    }

    private static void marks(StringBuilder text, SwitchOptions switching) {
        if (switching.reloadIfChanged()) {
            text.append("X-ReloadIfChanged=true\n");
        } else if (!switching.restartIfChanged()) {
            text.append("X-RestartIfChanged=false\n");
        }
        if (!switching.stopIfChanged()) {
            text.append("X-StopIfChanged=false\n");
        }
        if (switching.notSocketActivated()) {
            text.append("X-NotSocketActivated=true\n");
        }
    }

    private SectionDraft serviceSection() {
        var section =
                new SectionDraft(
                        unit.option() + ".serviceConfig", options.serviceConfig(), problems);
        for (ScriptKind kind : ScriptKind.values()) {
            Located<String> script = options.scripts().get(kind);
            if (script != null && !script.value().isEmpty()) {
                String program = scripts.write(unit.name(), kind, script.value());
                section.define(
                        kind.directive(),
                        command(kind, program),
                        script,
                        unit.option() + "." + kind.option());
            }
        }
        return section;
    }

    private Value command(ScriptKind kind, String program) {
        return switch (kind) {
            case SCRIPT -> new Value.Text(program + " " + options.scriptArguments());
            case PRE_START, POST_START -> Value.Many.texts(List.of(program));
            case RELOAD, PRE_STOP, POST_STOP -> new Value.Text(program);
        };
    }

    /** Quotes as JSON does, which is what systemd reads; other letters stay as they are. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
