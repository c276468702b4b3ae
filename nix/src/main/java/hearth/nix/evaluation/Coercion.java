package hearth.nix.evaluation;

import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.OutsideTreeException;
import hearth.nix.source.Position;
import hearth.nix.source.Unreadable;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.NullValue;
import hearth.nix.value.Numbers;
import hearth.nix.value.PathValue;
import hearth.nix.value.Printer;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Values as strings. Interpolating a path would copy it to Nix' store; here the string is the path
 * itself, which must exist all the same.
 */
public final class Coercion {
    private Coercion() {}

    /**
     * Returns the bytes of a string, a path or a set with {@code __toString} or {@code outPath}.
     */
    public static String plain(Value value, Position site) {
        if (value instanceof Text(String bytes)) {
            return bytes;
        }
        if (value instanceof PathValue(String bytes)) {
            return bytes;
        }
        if (value instanceof AttributeSet set) {
            Lazy delegate = delegate(set, site);
            if (delegate != null) {
                return plain(delegate.force(), site);
            }
        }
        throw impossible(value, site);
    }

    /**
     * Returns the bytes that {@code "${value}"} inserts: as {@link #plain}, and a path must exist.
     */
    public static String interpolated(Evaluation evaluation, Value value, Position site) {
        if (value instanceof Text(String bytes)) {
            return bytes;
        }
        if (value instanceof PathValue(String bytes)) {
            mustExist(evaluation, bytes, site);
            return bytes;
        }
        if (value instanceof AttributeSet set) {
            Lazy delegate = delegate(set, site);
            if (delegate != null) {
                return interpolated(evaluation, delegate.force(), site);
            }
        }
        throw impossible(value, site);
    }

    /**
     * Returns the bytes that {@code toString} makes of a value: numbers, booleans, null and lists,
     * too.
     */
    public static String loose(Evaluation evaluation, Value value, Position site) {
        StringBuilder bytes = new StringBuilder();
        appendLoose(evaluation, value, site, bytes);
        return bytes.toString();
    }

    private static void appendLoose(
            Evaluation evaluation, Value value, Position site, StringBuilder out) {
        if (value instanceof IntValue(long integer)) {
            out.append(integer);
        } else if (value instanceof FloatValue(double number)) {
            out.append(Numbers.fixed(number));
        } else if (value instanceof BoolValue bool) {
            out.append(bool.isTrue() ? "1" : "");
        } else if (value instanceof ListValue list) {
            appendElements(evaluation, list, site, out);
        } else if (value instanceof AttributeSet set) {
            Lazy delegate = delegate(set, site);
            if (delegate == null) {
                throw impossible(value, site);
            }
            appendLoose(evaluation, delegate.force(), site, out);
        } else if (value != NullValue.NULL) {
            String bytes = plain(value, site);
            evaluation.charge(bytes.length(), site);
            out.append(bytes);
        }
    }

    private static void appendElements(
            Evaluation evaluation, ListValue list, Position site, StringBuilder out) {
        for (int i = 0; i < list.size(); i++) {
            Value element = list.get(i).force();
            appendLoose(evaluation, element, site, out);
            boolean isEmptyList = element instanceof ListValue inner && inner.isEmpty();
            if (i < list.size() - 1 && !isEmptyList) {
                out.append(' ');
            }
        }
    }

    /** Returns what stands for a set where a string is wanted, or null. */
    private static @Nullable Lazy delegate(AttributeSet set, Position site) {
        Lazy toString = set.get("__toString");
        return toString != null ? Calls.call(toString.force(), set, site) : set.get("outPath");
    }

    private static void mustExist(Evaluation evaluation, String path, Position site) {
        String text = ByteStrings.decode(path);
        try {
            if (evaluation.world().files().kind(text).isPresent()) {
                return;
            }
        } catch (OutsideTreeException e) {
            return; // It is only named, not read: whoever uses it will see.
        } catch (IOException e) {
            throw new NixException(
                    NixException.Kind.FAILED,
                    "cannot find out whether '" + text + "' exists: " + Unreadable.reason(e),
                    site);
        }
        throw new NixException(
                NixException.Kind.FAILED, "path '" + text + "' does not exist", site);
    }

    private static NixException impossible(Value value, Position site) {
        return new NixException(
                NixException.Kind.FAILED,
                "cannot coerce " + Printer.described(value) + " to a string",
                site);
    }
}
