package hearth.nix.schema;

import hearth.nix.check.Nearest;
import hearth.nix.declaration.IgnoredOption;
import hearth.nix.expression.Expression;
import hearth.nix.option.Candidate;
import hearth.nix.option.OptionGroup;
import hearth.nix.option.OptionPath;
import hearth.nix.option.OptionTree;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.unit.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is defined and means nothing here. It is named, and not evaluated. */
final class ForeignOptions {
    /** The most that anybody reads. */
    private static final int MAX_IGNORED = 1_000;

    private final Findings findings;
    private final boolean isStrict;
    private final Map<String, Position> ignored = new LinkedHashMap<>();

    /**
     * Gathers such options.
     *
     * @param isStrict whether each of them is a mistake
     */
    ForeignOptions(Findings findings, boolean isStrict) {
        this.findings = findings;
        this.isStrict = isStrict;
    }

    /** Adds what is defined in a group, and in groups below, and is none of their options. */
    void addAll(OptionGroup group) {
        group.tree()
                .children()
                .forEach((name, child) -> {
                    if (child instanceof OptionTree.Group
                            && !name.equals("_module")
                            && group.definedNames().contains(name)) {
                        addAll(group.group(name));
                    }
                });
        for (OptionGroup.Stranger stranger : group.strangers()) {
            if (group.others() instanceof OptionTree.Foreign) {
                add(group, stranger);
            } else if (group.others() instanceof OptionTree.Mistaken) {
                Position position = stranger.definitions().getFirst().position();
                findings.tell(
                        Severity.ERROR,
                        group.place().path().child(stranger.name()),
                        position,
                        group.noSuchOption(stranger, ""));
            }
        }
    }

    /** Returns them, each once. */
    List<IgnoredOption> all() {
        List<IgnoredOption> all = new ArrayList<>();
        ignored.forEach(
                (option, position) -> all.add(new IgnoredOption(option, findings.place(position))));
        return all;
    }

    private void add(OptionGroup group, OptionGroup.Stranger stranger) {
        OptionPath path = group.place().path().child(stranger.name());
        for (Candidate definition : stranger.definitions()) {
            add(path, definition);
        }
        String hint =
                Nearest.hint(ByteStrings.decode(stranger.name()), group.tree().children().keySet());
        if (!hint.isEmpty() && !isStrict) {
            findings.problems()
                    .warn(
                            findings.place(stranger.definitions().getFirst().position()),
                            path.toString(),
                            "means nothing here" + hint);
        }
    }

    /** A set that is written out is named by what it has. */
    private void add(OptionPath path, Candidate definition) {
        Lazy value = definition.value();
        boolean isWritten =
                value instanceof AttributeSet
                        || (value instanceof Expression.Suspension suspension
                                && (suspension.isWrittenSet() || suspension.isForced()));
        if (isWritten
                && value.force() instanceof AttributeSet set
                && !set.isEmpty()
                && !set.has("_type")) {
            for (int i = 0; i < set.size(); i++) {
                note(
                        path.child(set.nameAt(i)),
                        Candidate.known(set.positionAt(i), definition.position()));
            }
        } else {
            note(path, definition.position());
        }
    }

    private void note(OptionPath path, Position position) {
        if (ignored.size() >= MAX_IGNORED
                || ignored.putIfAbsent(path.toString(), position) != null
                || !isStrict) {
            return;
        }
        findings.problems()
                .error(
                        findings.place(position),
                        path.toString(),
                        "means nothing here, and --strict takes nothing else");
    }
}
