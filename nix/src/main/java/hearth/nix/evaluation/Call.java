package hearth.nix.evaluation;

import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Spelling;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Value;

/** One call of a function of the language: its arguments, as what it takes them for, from 0. */
public final class Call {
    private final Evaluation evaluation;
    private final String name;
    private final Position site;
    private final Lazy[] arguments;

    Call(Evaluation evaluation, String name, Position site, Lazy[] arguments) {
        this.evaluation = evaluation;
        this.name = name;
        this.site = site;
        this.arguments = arguments;
    }

    /** Returns the run. */
    public Evaluation evaluation() {
        return evaluation;
    }

    /** Returns where the call is written. */
    public Position site() {
        return site;
    }

    /** Returns an argument as it was given. */
    public Lazy lazy(int index) {
        return arguments[index];
    }

    /** Returns an argument's value. */
    public Value value(int index) {
        return arguments[index].force();
    }

    /** Returns an argument that must be a boolean. */
    public boolean bool(int index) {
        return Expect.bool(value(index), site);
    }

    /** Returns an argument that must be an integer. */
    public long integer(int index) {
        return Expect.integer(value(index), site);
    }

    /** Returns the bytes of an argument that must be a string. */
    public String text(int index) {
        return Expect.text(value(index), site);
    }

    /** Returns the bytes of an argument that is a string, a path or a set that stands for one. */
    public String coerced(int index) {
        return Coercion.plain(value(index), site);
    }

    /** Returns an argument that must be a list. */
    public ListValue list(int index) {
        return Expect.list(value(index), site);
    }

    /** Returns an argument that must be an attribute set. */
    public AttributeSet set(int index) {
        return Expect.set(value(index), site);
    }

    /** Returns an argument that must be callable. */
    public Value function(int index) {
        return Expect.function(value(index), site);
    }

    /** Returns what a function returns for an argument. */
    public Value call(Value function, Lazy argument) {
        return Calls.call(function, argument, site);
    }

    /** Returns the boolean that a function returns for an argument. */
    public boolean test(Value function, Lazy argument) {
        return Expect.bool(Calls.call(function, argument, site), site);
    }

    /** Returns an attribute that a set must have. */
    public Lazy required(AttributeSet set, String attribute) {
        Lazy value = set.select(attribute, site);
        if (value == null) {
            throw error(
                    "attribute '"
                            + ByteStrings.decode(attribute)
                            + "' missing"
                            + Spelling.hint(attribute, set.names()));
        }
        return value;
    }

    /** Counts bytes before they are allocated. */
    public void charge(long bytes) {
        evaluation.charge(bytes, site);
    }

    /** Returns a failure at the place of the call. */
    public NixException error(String message) {
        return new NixException(NixException.Kind.FAILED, message, site);
    }

    /** Returns a failure of another kind at the place of the call. */
    public NixException error(NixException.Kind kind, String message) {
        return new NixException(kind, message, site);
    }

    /** Returns the name of what is called. */
    public String name() {
        return name;
    }
}
