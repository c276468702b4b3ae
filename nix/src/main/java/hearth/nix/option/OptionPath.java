package hearth.nix.option;

import hearth.nix.source.ByteStrings;
import hearth.nix.value.Printer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path of an option, such as {@code systemd.user.services.hello.after}. Immutable. */
public final class OptionPath {
    /** The path of all options. */
    public static final OptionPath ROOT = new OptionPath(null, "");

    private final @Nullable OptionPath parent;
    private final String name;

    private OptionPath(@Nullable OptionPath parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    /** Returns the path of some names below all options. */
    public static OptionPath of(String... names) {
        OptionPath path = ROOT;
        for (String name : names) {
            path = path.child(name);
        }
        return path;
    }

    /** Returns the path of a name below this one; the name is a byte string. */
    public OptionPath child(String childName) {
        return new OptionPath(this, childName);
    }

    /** Returns the last name, as a byte string; empty at the root. */
    public String name() {
        return name;
    }

    /** Returns the names, the outermost first. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (OptionPath path = this; path != null && path.parent != null; path = path.parent) {
            names.addFirst(path.name);
        }
        return names;
    }

    /** Returns the path as it is written, with quotes where a name needs them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String each : names()) {
            text.append(text.isEmpty() ? "" : ".").append(Printer.attributeName(each));
        }
        return ByteStrings.decode(text.toString());
    }
}
