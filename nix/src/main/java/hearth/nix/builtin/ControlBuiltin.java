package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Coercion;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Printer;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Functions that fail, catch failures, say something or decide what is evaluated when. */
enum ControlBuiltin implements Builtin.Body {
    ABORT("abort", 1),
    ADD_ERROR_CONTEXT("addErrorContext", 2),
    BREAK("break", 1),
    DEEP_SEQ("deepSeq", 2),
    SEQ("seq", 2),
    THROW("throw", 1),
    TRACE("trace", 2),
    TRACE_VERBOSE("traceVerbose", 2),
    TRY_EVAL("tryEval", 1),
    WARN("warn", 2);

    private final String nixName;
    private final int arity;

    ControlBuiltin(String nixName, int arity) {
        this.nixName = nixName;
        this.arity = arity;
    }

    @Override
    public String nixName() {
        return nixName;
    }

    @Override
    public int arity() {
        return arity;
    }

    @Override
    public Value apply(Call call) {
        return switch (this) {
            case ABORT ->
                    throw call.error(
                            NixException.Kind.ABORTED,
                            "evaluation aborted with the following error message: '"
                                    + message(call, 0)
                                    + "'");
            case ADD_ERROR_CONTEXT -> addErrorContext(call);
            case BREAK -> call.value(0);
            case DEEP_SEQ -> {
                forceDeep(call, call.value(0));
                yield call.value(1);
            }
            case SEQ -> {
                call.value(0);
                yield call.value(1);
            }
            case THROW -> throw call.error(NixException.Kind.THROWN, message(call, 0));
            case TRACE -> {
                Value said = call.value(0);
                String text =
                        said instanceof Text
                                ? said.toString()
                                : ByteStrings.decode(Printer.shallow(said));
                call.evaluation().world().messages().say("trace: " + text);
                yield call.value(1);
            }
            case TRACE_VERBOSE -> call.value(1);
            case TRY_EVAL -> tryEval(call);
            case WARN -> {
                call.evaluation()
                        .world()
                        .messages()
                        .say("warning: " + ByteStrings.decode(call.text(0)));
                yield call.value(1);
            }
        };
    }

    private static String message(Call call, int index) {
        return ByteStrings.decode(Coercion.plain(call.value(index), call.site()));
    }

    private static Value addErrorContext(Call call) {
        try {
            return call.value(1);
        } catch (NixException e) {
            throw e.at(call.site()).within(message(call, 0), Position.NONE);
        }
    }

    private static Value tryEval(Call call) {
        try {
            return AttributeSet.of("success", BoolValue.TRUE, "value", call.value(0));
        } catch (NixException e) {
            if (!e.isCatchable()) {
                throw e;
            }
            return AttributeSet.of("success", BoolValue.FALSE, "value", BoolValue.FALSE);
        }
    }

    /** Evaluates a value and all inside of it, what occurs twice once. */
    static void forceDeep(Call call, Value value) {
        forceDeep(call, value, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static void forceDeep(Call call, Value value, Set<Value> seen) {
        call.evaluation().step(call.site());
        if (value instanceof ListValue list && seen.add(list)) {
            for (Lazy element : list) {
                forceDeep(call, element.force(), seen);
            }
        } else if (value instanceof AttributeSet set && seen.add(set)) {
            for (int i = 0; i < set.size(); i++) {
                try {
                    forceDeep(call, set.valueAt(i).force(), seen);
                } catch (NixException e) {
                    String name = ByteStrings.decode(set.nameAt(i));
                    throw e.within(
                            "while evaluating the attribute '" + name + "'", set.positionAt(i));
                }
            }
        }
    }
}
