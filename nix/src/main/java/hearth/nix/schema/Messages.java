package hearth.nix.schema;

import hearth.nix.declaration.Located;
import hearth.nix.evaluation.Expect;
import hearth.nix.option.Definition;
import hearth.nix.option.ListType;
import hearth.nix.option.Option;
import hearth.nix.option.OptionGroup;
import hearth.nix.source.NixException;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Value;
import hearth.unit.Diagnostic.Severity;
import java.util.List;

/** {@code assertions} and {@code warnings}: what modules themselves say of what is declared. */
final class Messages {
    private final ValueReader values;
    private final Findings findings;

    Messages(ValueReader values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    /** Tells of them. */
    void tell(OptionGroup root) {
        Option warnings = root.option("warnings");
        for (Located<String> warning : values.texts(warnings)) {
            findings.problems().warn(warning.position(), "warnings", warning.value());
        }
        Option assertions = root.option("assertions");
        List<Definition> elements =
                findings.attempt(
                        assertions.place().path(),
                        assertions.position(),
                        List.of(),
                        () ->
                                assertions.type() instanceof ListType type
                                        ? type.elements(
                                                assertions.place(), assertions.definitions())
                                        : List.of());
        elements.forEach(element -> check(assertions, element));
    }

    /** What cannot be found out here, since it asks for options of something else, is said. */
    private void check(Option assertions, Definition element) {
        try {
            AttributeSet set = Expect.set(element.value(), element.position());
            Value holds = set.value("assertion");
            if (holds != null && !Expect.bool(holds, element.position())) {
                Value message = set.value("message");
                findings.problems()
                        .error(
                                findings.place(element.position()),
                                "assertions",
                                message == null
                                        ? "an assertion does not hold"
                                        : values.loose(message, element.position()));
            }
        } catch (NixException e) {
            findings.tell(Severity.WARNING, assertions.place().path(), element.position(), e);
        }
    }
}
