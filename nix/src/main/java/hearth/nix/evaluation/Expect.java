package hearth.nix.evaluation;

import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.Function;
import hearth.nix.value.IntValue;
import hearth.nix.value.ListValue;
import hearth.nix.value.Printer;
import hearth.nix.value.Text;
import hearth.nix.value.Value;

/** Values of the type that an operation takes, or an error at the place of that operation. */
public final class Expect {
    private Expect() {}

    /** Returns the boolean. */
    public static boolean bool(Value value, Position site) {
        if (value instanceof BoolValue bool) {
            return bool.isTrue();
        }
        throw unexpected("a Boolean", value, site);
    }

    /** Returns the integer. */
    public static long integer(Value value, Position site) {
        if (value instanceof IntValue integer) {
            return integer.value();
        }
        throw unexpected("an integer", value, site);
    }

    /** Returns the integer or float as a float. */
    public static double number(Value value, Position site) {
        if (value instanceof FloatValue number) {
            return number.value();
        }
        if (value instanceof IntValue integer) {
            return integer.value();
        }
        throw unexpected("a float", value, site);
    }

    /** Returns the string's bytes. */
    public static String text(Value value, Position site) {
        if (value instanceof Text text) {
            return text.bytes();
        }
        throw unexpected("a string", value, site);
    }

    /** Returns the list. */
    public static ListValue list(Value value, Position site) {
        if (value instanceof ListValue list) {
            return list;
        }
        throw unexpected("a list", value, site);
    }

    /** Returns the attribute set. */
    public static AttributeSet set(Value value, Position site) {
        if (value instanceof AttributeSet set) {
            return set;
        }
        throw unexpected("a set", value, site);
    }

    /** Returns the function, or the set that can be called as one. */
    public static Value function(Value value, Position site) {
        if (value instanceof Function
                || (value instanceof AttributeSet set && set.has("__functor"))) {
            return value;
        }
        throw unexpected("a function", value, site);
    }

    /** Returns the failure of a value that has another type than it should. */
    public static NixException unexpected(String expected, Value found, Position site) {
        return new NixException(
                NixException.Kind.FAILED,
                "expected " + expected + " but found " + Printer.described(found),
                site);
    }
}
