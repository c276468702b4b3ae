package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Coercion;
import hearth.nix.evaluation.Expect;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;

/**
 * Functions of strings. There is no store, hence no string has a context: what asks for one finds
 * none, what removes one changes nothing.
 */
enum StringBuiltin implements Builtin.Body {
    TO_STRING("toString", 1),
    STRING_LENGTH("stringLength", 1),
    SUBSTRING("substring", 3),
    CONCAT_STRINGS_SEP("concatStringsSep", 2),
    REPLACE_STRINGS("replaceStrings", 3),
    HAS_CONTEXT("hasContext", 1),
    GET_CONTEXT("getContext", 1),
    APPEND_CONTEXT("appendContext", 2),
    UNSAFE_DISCARD_STRING_CONTEXT("unsafeDiscardStringContext", 1),
    UNSAFE_DISCARD_OUTPUT_DEPENDENCY("unsafeDiscardOutputDependency", 1),
    ADD_DRV_OUTPUT_DEPENDENCIES("addDrvOutputDependencies", 1);

    private final String nixName;
    private final int arity;

    StringBuiltin(String nixName, int arity) {
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
            case TO_STRING ->
                    new Text(Coercion.loose(call.evaluation(), call.value(0), call.site()));
            case STRING_LENGTH -> new IntValue(call.coerced(0).length());
            case SUBSTRING -> substring(call);
            case CONCAT_STRINGS_SEP -> concatStringsSep(call);
            case REPLACE_STRINGS -> replaceStrings(call);
            case HAS_CONTEXT -> {
                call.text(0);
                yield BoolValue.FALSE;
            }
            case GET_CONTEXT -> {
                call.text(0);
                yield AttributeSet.EMPTY;
            }
            case APPEND_CONTEXT -> appendContext(call);
            case UNSAFE_DISCARD_STRING_CONTEXT, UNSAFE_DISCARD_OUTPUT_DEPENDENCY ->
                    new Text(call.coerced(0));
            case ADD_DRV_OUTPUT_DEPENDENCIES ->
                    throw call.error(
                            "context of string '"
                                    + new Text(call.coerced(0))
                                    + "' must have exactly one element, but has 0");
        };
    }

    private static Value substring(Call call) {
        long start = call.integer(0);
        long length = call.integer(1);
        if (start < 0) {
            throw call.error("negative start position in 'substring'");
        }
        String bytes = call.coerced(2);
        if (start >= bytes.length()) {
            return Text.EMPTY;
        }
        long end = length < 0 || length > bytes.length() - start ? bytes.length() : start + length;
        return new Text(bytes.substring((int) start, (int) end));
    }

    private static Value concatStringsSep(Call call) {
        String separator = call.text(0);
        ListValue list = call.list(1);
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < list.size(); i++) {
            String part =
                    Coercion.interpolated(call.evaluation(), list.get(i).force(), call.site());
            call.charge((long) part.length() + separator.length());
            joined.append(i == 0 ? "" : separator).append(part);
        }
        return new Text(joined.toString());
    }

    private static Value replaceStrings(Call call) {
        ListValue from = call.list(0);
        ListValue to = call.list(1);
        if (from.size() != to.size()) {
            throw call.error(
                    "'from' and 'to' arguments passed to builtins.replaceStrings have different lengths");
        }
        String[] searched = new String[from.size()];
        for (int i = 0; i < searched.length; i++) {
            searched[i] = Expect.text(from.get(i).force(), call.site());
        }
        String bytes = call.text(2);
        StringBuilder replaced = new StringBuilder();
        int index = 0;
        while (index <= bytes.length()) {
            call.evaluation().steps(searched.length, call.site());
            int hit = firstAt(searched, bytes, index);
            if (hit >= 0) {
                String replacement = Expect.text(to.get(hit).force(), call.site());
                call.charge(replacement.length());
                replaced.append(replacement);
            }
            boolean copies = hit < 0 || searched[hit].isEmpty();
            if (copies && index < bytes.length()) {
                replaced.append(bytes.charAt(index));
            }
            index += copies ? 1 : searched[hit].length();
        }
        call.charge(replaced.length());
        return new Text(replaced.toString());
    }

    private static int firstAt(String[] searched, String bytes, int index) {
        for (int i = 0; i < searched.length; i++) {
            if (bytes.startsWith(searched[i], index)) {
                return i;
            }
        }
        return -1;
    }

    private static Value appendContext(Call call) {
        String bytes = call.text(0);
        if (!call.set(1).isEmpty()) {
            Lazy first = call.set(1).valueAt(0);
            throw StoreBuiltin.needsNix(
                    call, first.force().type().described() + " as a string's context");
        }
        return new Text(bytes);
    }
}
