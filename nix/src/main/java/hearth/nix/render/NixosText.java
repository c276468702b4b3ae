package hearth.nix.render;

import hearth.nix.declaration.Links;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitOptions;
import hearth.nix.declaration.UnitRelation;
import hearth.nix.declaration.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The text of a unit that is declared the way of NixOS: {@code [Unit]}, the section of its type,
 * and {@code [Install]} where something wants it; keys sorted, empty lines where NixOS has them.
 */
final class NixosText {
    private final NixosUnit unit;
    private final Problems problems;
    private final ScriptWriter scripts;

    NixosText(NixosUnit unit, ScriptWriter scripts, Problems problems) {
        this.unit = unit;
        this.problems = problems;
        this.scripts = scripts;
    }

    /** Returns the text of the file; placeholders of written files are still in it. */
    String write() {
        return switch (unit.content()) {
            case NixosUnit.Raw(Located<String> text) -> text.value();
            case NixosUnit.Described(UnitOptions common, TypeOptions own) -> write(common, own);
        };
    }

    private String write(UnitOptions common, TypeOptions own) {
        StringBuilder text = new StringBuilder("[Unit]\n");
        unitSection(common).write(text);
        text.append('\n');
        switch (own) {
            case TypeOptions.Service(var options) ->
                    new ServiceText(unit, options, scripts, problems).write(text);
            case TypeOptions.Timer(Section timer) -> plain(text, "Timer", timer);
            case TypeOptions.PathUnit(Section path) -> plain(text, "Path", path);
            case TypeOptions.Slice(Section slice) -> plain(text, "Slice", slice);
            case TypeOptions.Socket socket -> socket(text, socket);
            case TypeOptions.Target() -> {}
        }
        if (!(own instanceof TypeOptions.Target)) {
            install(text, unit.links());
        }
        return text.toString();
    }

    private SectionDraft unitSection(UnitOptions common) {
        var section =
                new SectionDraft(unit.option() + ".unitConfig", common.unitConfig(), problems);
        for (UnitRelation relation : UnitRelation.values()) {
            List<Located<String>> names = common.relations().getOrDefault(relation, List.of());
            joined(names, section, relation.directive(), relation.option());
        }
        joined(common.documentation(), section, "Documentation", "documentation");
        common.description()
                .ifPresent(description ->
                        define(
                                section,
                                "Description",
                                new Value.Text(description.value()),
                                description,
                                "description"));
        common.startLimitIntervalSec()
                .ifPresent(scalarOf(section, "StartLimitIntervalSec", "startLimitIntervalSec"));
        common.startLimitBurst().ifPresent(scalarOf(section, "StartLimitBurst", "startLimitBurst"));
        triggers(common.restartTriggers(), section, "X-Restart-Triggers", "restartTriggers");
        triggers(common.reloadTriggers(), section, "X-Reload-Triggers", "reloadTriggers");
        return section;
    }

    private Consumer<Located<Value.Scalar>> scalarOf(
            SectionDraft section, String key, String option) {
        return scalar -> define(section, key, scalar.value(), scalar, option);
    }

    private void joined(
            List<Located<String>> words, SectionDraft section, String key, String option) {
        if (!words.isEmpty()) {
            define(section, key, new Value.Text(join(words)), words.getFirst(), option);
        }
    }

    /** A change of any of the texts changes the unit: its digest is part of it. */
    private void triggers(
            List<Located<String>> texts, SectionDraft section, String key, String option) {
        if (!texts.isEmpty()) {
            define(section, key, new Value.Text(digest(join(texts))), texts.getFirst(), option);
        }
    }

    private void define(
            SectionDraft section, String key, Value value, Located<?> source, String option) {
        section.define(key, value, source, unit.option() + "." + option);
    }

    private static String join(List<Located<String>> words) {
        return words.stream().map(Located::value).collect(Collectors.joining(" "));
    }

    private static void plain(StringBuilder text, String name, Section section) {
        text.append('[').append(name).append("]\n");
        section.settings().forEach((key, value) -> Scalars.write(text, key, value.value()));
        text.append('\n');
    }

    private static void socket(StringBuilder text, TypeOptions.Socket socket) {
        plain(text, "Socket", socket.socketConfig());
        text.append(listens("ListenStream=", socket.listenStreams())).append('\n');
        text.append(listens("ListenDatagram=", socket.listenDatagrams())).append('\n');
    }

    private static String listens(String key, List<Located<String>> addresses) {
        return addresses.stream()
                .map(address -> key + address.value())
                .collect(Collectors.joining("\n"));
    }

    private static void install(StringBuilder text, Links links) {
        if (!links.wantedBy().isEmpty()) {
            text.append("\n[Install]\nWantedBy=").append(join(links.wantedBy())).append('\n');
        }
    }

    private static String digest(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
