package hearth.nix.lib;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.evaluation.Operators;
import hearth.nix.module.ModuleSource;
import hearth.nix.module.SubmoduleType;
import hearth.nix.module.Surroundings;
import hearth.nix.option.AlternativeType;
import hearth.nix.option.AnythingType;
import hearth.nix.option.CheckedType;
import hearth.nix.option.ConvertedType;
import hearth.nix.option.FunctionType;
import hearth.nix.option.JoinedType;
import hearth.nix.option.ListType;
import hearth.nix.option.NullableType;
import hearth.nix.option.OptionTree;
import hearth.nix.option.OptionType;
import hearth.nix.option.ScalarType;
import hearth.nix.option.SetType;
import hearth.nix.option.ShallowSetType;
import hearth.nix.option.SingleType;
import hearth.nix.regex.Regex;
import hearth.nix.regex.RegexSyntaxException;
import hearth.nix.source.ByteStrings;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Printer;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code lib.types}. */
final class Types {
    private final Evaluation evaluation;
    private final Supplier<Surroundings> surroundings;

    /**
     * Returns the types of a run.
     *
     * @param surroundings what submodules share with all modules; asked for when one is made
     */
    Types(Evaluation evaluation, Supplier<Surroundings> surroundings) {
        this.evaluation = evaluation;
        this.surroundings = surroundings;
    }

    /** Returns {@code lib.types}. */
    AttributeSet value() {
        List<Attribute> attributes = new ArrayList<>();
        scalars().forEach((name, type) -> add(attributes, name, type));
        others().forEach((name, type) -> add(attributes, name, type));
        functions()
                .forEach(function ->
                        attributes.add(
                                new Attribute(
                                        function.nixName(), new Builtin(evaluation, function))));
        attributes.add(new Attribute("ints", integers()));
        attributes.add(new Attribute("numbers", numbers()));
        return AttributeSet.of(attributes);
    }

    private static void add(List<Attribute> attributes, String name, OptionType type) {
        attributes.add(new Attribute(name, TypeHandle.value(name, type)));
    }

    private static Map<String, OptionType> scalars() {
        Map<String, OptionType> types = new TreeMap<>();
        types.put("bool", ScalarType.BOOL);
        types.put("int", ScalarType.INT);
        types.put("float", ScalarType.FLOAT);
        types.put("number", ScalarType.NUMBER);
        types.put("str", ScalarType.STRING);
        types.put("string", ScalarType.STRING);
        types.put("singleLineStr", ScalarType.SINGLE_LINE);
        types.put("nonEmptyStr", ScalarType.NON_EMPTY);
        types.put("path", ScalarType.PATH);
        types.put("pathInStore", ScalarType.PATH);
        types.put("externalPath", ScalarType.PATH);
        types.put("package", ScalarType.PACKAGE);
        types.put("shellPackage", ScalarType.PACKAGE);
        types.put("port", ScalarType.between(0, 65_535));
        return types;
    }

    private static Map<String, OptionType> others() {
        Map<String, OptionType> types = new TreeMap<>();
        types.put("lines", JoinedType.LINES);
        types.put("commas", new JoinedType(","));
        types.put("envVar", new JoinedType(":"));
        types.put("attrs", new ShallowSetType());
        types.put("anything", new AnythingType(false));
        types.put("unspecified", new AnythingType(true));
        types.put("raw", new SingleType(new AnythingType(false)));
        types.put("optionType", new SingleType(new AnythingType(false)));
        types.put("deferredModule", new SingleType(new AnythingType(false)));
        return types;
    }

    private List<TypeFunction> functions() {
        return List.of(
                new TypeFunction("nullOr", 1, call -> new NullableType(type(call, 0))),
                new TypeFunction("listOf", 1, call -> ListType.of(type(call, 0))),
                new TypeFunction("nonEmptyListOf", 1, call -> new ListType(type(call, 0), true)),
                new TypeFunction("attrsOf", 1, call -> SetType.of(type(call, 0))),
                new TypeFunction("lazyAttrsOf", 1, call -> new SetType(type(call, 0), true)),
                new TypeFunction(
                        "either", 2, call -> new AlternativeType(type(call, 0), type(call, 1))),
                new TypeFunction("oneOf", 1, Types::oneOf),
                new TypeFunction("enum", 1, Types::choice),
                new TypeFunction("uniq", 1, call -> new SingleType(type(call, 0))),
                new TypeFunction("unique", 2, call -> new SingleType(type(call, 1))),
                new TypeFunction("functionTo", 1, call -> new FunctionType(type(call, 0))),
                new TypeFunction("separatedString", 1, call -> new JoinedType(call.text(0))),
                new TypeFunction("strMatching", 1, Types::matching),
                new TypeFunction(
                        "coercedTo",
                        3,
                        call -> new ConvertedType(type(call, 0), call.function(1), type(call, 2))),
                new TypeFunction("addCheck", 2, Types::checked),
                new TypeFunction("mkOptionType", 1, Types::custom),
                new TypeFunction("submodule", 1, this::submodule),
                new TypeFunction("submoduleWith", 1, this::submoduleWith));
    }

    private static OptionType type(Call call, int index) {
        return TypeHandle.read(call.value(index), call.site());
    }

    private static OptionType oneOf(Call call) {
        OptionType all = null;
        for (Lazy each : call.list(0)) {
            OptionType type = TypeHandle.read(each.force(), call.site());
            all = all == null ? type : new AlternativeType(all, type);
        }
        if (all == null) {
            throw call.error("types.oneOf needs at least one type");
        }
        return all;
    }

    private static OptionType choice(Call call) {
        ListValue choices = call.list(0);
        List<String> printed = new ArrayList<>();
        for (Lazy each : choices) {
            each.force();
            printed.add(Printer.brief(each.force()));
        }
        return new ScalarType(
                "one of " + String.join(", ", printed),
                value -> {
                    for (Lazy each : choices) {
                        if (Operators.equal(call.evaluation(), each, value, call.site())) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    private static OptionType matching(Call call) {
        String pattern = call.text(0);
        try {
            Regex regex = Regex.compile(pattern);
            return new ScalarType(
                    "a string that matches " + ByteStrings.decode(pattern),
                    value ->
                            value instanceof Text(String bytes)
                                    && regex.matchWhole(
                                                    bytes,
                                                    steps ->
                                                            call.evaluation()
                                                                    .steps(steps, call.site()))
                                            .isPresent());
        } catch (RegexSyntaxException e) {
            throw call.error("invalid regular expression: " + e.getMessage());
        }
    }

    private static OptionType checked(Call call) {
        OptionType base = type(call, 0);
        return new CheckedType(base.described() + " that passes a check", call.function(1), base);
    }

    private static OptionType custom(Call call) {
        AttributeSet set = call.set(0);
        Lazy name = set.get("description");
        Lazy check = set.get("check");
        String described =
                (name == null ? call.required(set, "name") : name).force() instanceof Text text
                        ? text.toString()
                        : "a value of a type of its own";
        OptionType base = new AnythingType(true);
        return check == null ? base : new CheckedType(described, check.force(), base);
    }

    private OptionType submodule(Call call) {
        Value modules = call.value(0);
        List<ModuleSource> sources = new ArrayList<>();
        for (Lazy each : modules instanceof ListValue list ? list.elements() : List.of(modules)) {
            sources.add(ModuleSource.of(each, call.site()));
        }
        return submodule(sources, Map.of(), true);
    }

    private OptionType submoduleWith(Call call) {
        AttributeSet set = call.set(0);
        List<ModuleSource> sources = new ArrayList<>();
        if (call.required(set, "modules").force() instanceof ListValue list) {
            list.forEach(each -> sources.add(ModuleSource.of(each, call.site())));
        }
        Map<String, Lazy> arguments = new TreeMap<>();
        if (set.value("specialArgs") instanceof AttributeSet given) {
            given.forEach(each -> arguments.put(each.name(), each.value()));
        }
        boolean isPlain = set.value("shorthandOnlyDefinesConfig") == BoolValue.TRUE;
        return submodule(sources, arguments, isPlain);
    }

    private OptionType submodule(
            List<ModuleSource> sources, Map<String, Lazy> arguments, boolean isPlain) {
        return new SubmoduleType(
                surroundings.get(),
                OptionTree.Group.of(new OptionTree.Mistaken(), Map.of()),
                sources,
                arguments,
                isPlain);
    }

    private AttributeSet integers() {
        List<Attribute> attributes = new ArrayList<>();
        add(attributes, "unsigned", ScalarType.between(0, Long.MAX_VALUE));
        add(attributes, "positive", ScalarType.between(1, Long.MAX_VALUE));
        for (int bits : new int[] {8, 16, 32}) {
            add(attributes, "u" + bits, ScalarType.between(0, (1L << bits) - 1));
            add(
                    attributes,
                    "s" + bits,
                    ScalarType.between(-(1L << (bits - 1)), (1L << (bits - 1)) - 1));
        }
        var between =
                new TypeFunction(
                        "between", 2, call -> ScalarType.between(call.integer(0), call.integer(1)));
        attributes.add(new Attribute("between", new Builtin(evaluation, between)));
        return AttributeSet.of(attributes);
    }

    private AttributeSet numbers() {
        List<Attribute> attributes = new ArrayList<>();
        add(
                attributes,
                "nonnegative",
                new ScalarType("a number that is not negative", value -> number(value) >= 0));
        add(
                attributes,
                "positive",
                new ScalarType("a positive number", value -> number(value) > 0));
        var between =
                new TypeFunction(
                        "between",
                        2,
                        call -> {
                            double least = number(call.value(0));
                            double most = number(call.value(1));
                            return new ScalarType(
                                    "a number from " + least + " to " + most,
                                    value -> number(value) >= least && number(value) <= most);
                        });
        attributes.add(new Attribute("between", new Builtin(evaluation, between)));
        return AttributeSet.of(attributes);
    }

    /** Returns a number that no comparison holds for where the value is none. */
    private static double number(Value value) {
        if (value instanceof IntValue(long integer)) {
            return integer;
        }
        return value instanceof FloatValue(double number) ? number : Double.NaN;
    }
}
