package hearth.nix.format;

import hearth.nix.evaluation.Evaluation;
import hearth.nix.evaluation.Operators;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.Function;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.NullValue;
import hearth.nix.value.Numbers;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.HashSet;
import java.util.Set;

/** Values as XML, as {@code builtins.toXML} writes them. */
public final class XmlWriter {
    private final StringBuilder out = new StringBuilder("<?xml version='1.0' encoding='utf-8'?>\n");
    private final Set<String> seenDerivations = new HashSet<>();
    private int depth;

    private final Evaluation evaluation;
    private final Position site;

    private XmlWriter(Evaluation evaluation, Position site) {
        this.evaluation = evaluation;
        this.site = site;
    }

    /** Returns a value, evaluated wholly, as a byte string. */
    public static String write(Evaluation evaluation, Value value, Position site) {
        XmlWriter writer = new XmlWriter(evaluation, site);
        writer.open("<expr>");
        writer.value(value);
        writer.close("</expr>");
        return writer.out.toString();
    }

    private void value(Value value) {
        switch (value) {
            case NullValue _ -> line("<null />");
            case BoolValue bool -> line("<bool value=\"" + bool.isTrue() + "\" />");
            case IntValue(long integer) -> line("<int value=\"" + integer + "\" />");
            case FloatValue(double number) ->
                    line("<float value=\"" + Numbers.printed(number) + "\" />");
            case Text(String bytes) -> line("<string value=\"" + escaped(bytes) + "\" />");
            case PathValue(String bytes) -> line("<path value=\"" + escaped(bytes) + "\" />");
            case ListValue list -> {
                open("<list>");
                for (Lazy element : list) {
                    value(element.force());
                }
                close("</list>");
            }
            case AttributeSet set -> set(set);
            case Function function -> function(function.signature());
        }
    }

    private void set(AttributeSet set) {
        if (!Operators.isDerivation(set)) {
            open("<attrs>");
            attributes(set);
            close("</attrs>");
            return;
        }
        String drvPath = pathOf(set, "drvPath");
        String outPath = pathOf(set, "outPath");
        open("<derivation" + attribute("drvPath", drvPath) + attribute("outPath", outPath) + ">");
        if (drvPath.isEmpty() || seenDerivations.add(drvPath)) {
            attributes(set);
        } else {
            line("<repeated />");
        }
        close("</derivation>");
    }

    private static String pathOf(AttributeSet set, String name) {
        Lazy path = set.get(name);
        return path != null && path.force() instanceof Text(String bytes) ? bytes : "";
    }

    private static String attribute(String name, String bytes) {
        return bytes.isEmpty() ? "" : " " + name + "=\"" + escaped(bytes) + "\"";
    }

    private void attributes(AttributeSet set) {
        for (int i = 0; i < set.size(); i++) {
            open("<attr name=\"" + escaped(set.nameAt(i)) + "\">");
            value(set.valueAt(i).force());
            close("</attr>");
        }
    }

    private void function(Function.Signature signature) {
        if (!signature.isWritten()) {
            line("<unevaluated />");
            return;
        }
        open("<function>");
        if (signature.hasPattern()) {
            String ellipsis = signature.isOpen() ? " ellipsis=\"1\"" : "";
            open("<attrspat" + ellipsis + attribute("name", signature.argument()) + ">");
            for (Function.Parameter parameter : signature.parameters()) {
                line("<attr" + attribute("name", parameter.name()) + " />");
            }
            close("</attrspat>");
        } else {
            line("<varpat" + attribute("name", signature.argument()) + " />");
        }
        close("</function>");
    }

    private void open(String tag) {
        line(tag);
        depth++;
    }

    private void close(String tag) {
        depth--;
        line(tag);
    }

    private void line(String tag) {
        evaluation.charge(2L * depth + tag.length(), site);
        for (int i = 0; i < depth; i++) {
            out.append("  ");
        }
        out.append(tag).append('\n');
    }

    private static String escaped(String bytes) {
        StringBuilder escaped = new StringBuilder(bytes.length());
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            switch (c) {
                case '"' -> escaped.append("&quot;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '\n' -> escaped.append("&#xA;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
