package hearth.nix.module;

import hearth.nix.option.Later;
import hearth.nix.option.Option;
import hearth.nix.option.OptionDeclaration;
import hearth.nix.option.OptionGroup;
import hearth.nix.option.OptionTree;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.ListValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of a configuration as modules see them: {@code options.services.hello.isDefined}.
 *
 * @param group whose
 */
record OptionValues(OptionGroup group) {
    /** Returns them as a set of the language. */
    Value value() {
        List<Attribute> attributes = new ArrayList<>();
        group.tree()
                .children()
                .forEach((name, child) -> {
                    if (child instanceof OptionTree.Leaf(OptionDeclaration declaration)) {
                        attributes.add(
                                new Attribute(
                                        name,
                                        Later.of(() -> option(group.option(name), declaration))));
                    } else if (child instanceof OptionTree.Group) {
                        attributes.add(
                                new Attribute(
                                        name,
                                        Later.of(() ->
                                                new OptionValues(group.group(name)).value())));
                    }
                });
        return AttributeSet.of(attributes);
    }

    private static Value option(Option option, OptionDeclaration declaration) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("_type", Text.of("option")));
        attributes.add(
                new Attribute("isDefined", Later.of(() -> BoolValue.of(option.isDefined()))));
        attributes.add(new Attribute("value", Later.of(option::value)));
        attributes.add(
                new Attribute(
                        "definitions",
                        Later.of(() ->
                                ListValue.copyOf(
                                        option.definitions().stream()
                                                .map(definition -> definition.value())
                                                .toList()))));
        declaration
                .fallback()
                .ifPresent(fallback -> attributes.add(new Attribute("default", fallback)));
        return AttributeSet.of(attributes);
    }
}
