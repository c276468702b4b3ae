package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Expect;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Function;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import hearth.nix.value.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Functions that tell what a value is. */
enum TypeBuiltin implements Builtin.Body {
    TYPE_OF("typeOf"),
    IS_NULL("isNull"),
    IS_BOOL("isBool"),
    IS_INT("isInt"),
    IS_FLOAT("isFloat"),
    IS_STRING("isString"),
    IS_PATH("isPath"),
    IS_LIST("isList"),
    IS_ATTRS("isAttrs"),
    IS_FUNCTION("isFunction"),
    FUNCTION_ARGS("functionArgs");

    private final String nixName;

    TypeBuiltin(String nixName) {
        this.nixName = nixName;
    }

    @Override
    public String nixName() {
        return nixName;
    }

    @Override
    public int arity() {
        return 1;
    }

    @Override
    public Value apply(Call call) {
        ValueType type = call.value(0).type();
        return switch (this) {
            case TYPE_OF -> new Text(type.nixName());
            case IS_NULL -> BoolValue.of(type == ValueType.NULL);
            case IS_BOOL -> BoolValue.of(type == ValueType.BOOL);
            case IS_INT -> BoolValue.of(type == ValueType.INT);
            case IS_FLOAT -> BoolValue.of(type == ValueType.FLOAT);
            case IS_STRING -> BoolValue.of(type == ValueType.STRING);
            case IS_PATH -> BoolValue.of(type == ValueType.PATH);
            case IS_LIST -> BoolValue.of(type == ValueType.LIST);
            case IS_ATTRS -> BoolValue.of(type == ValueType.SET);
            case IS_FUNCTION -> BoolValue.of(type == ValueType.LAMBDA);
            case FUNCTION_ARGS -> functionArgs(call);
        };
    }

    private static Value functionArgs(Call call) {
        if (!(call.value(0) instanceof Function function)) {
            throw Expect.unexpected("a function", call.value(0), call.site());
        }
        List<Attribute> attributes = new ArrayList<>();
        for (Function.Parameter parameter : function.parameters()) {
            attributes.add(
                    new Attribute(
                            parameter.name(),
                            BoolValue.of(parameter.isOptional()),
                            parameter.position()));
        }
        return AttributeSet.of(attributes);
    }
}
