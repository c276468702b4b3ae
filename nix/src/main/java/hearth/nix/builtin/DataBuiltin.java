package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.format.JsonReader;
import hearth.nix.format.JsonWriter;
import hearth.nix.format.TomlReader;
import hearth.nix.format.XmlWriter;
import hearth.nix.value.Text;
import hearth.nix.value.Value;

/** Functions that read and write values in other languages. */
enum DataBuiltin implements Builtin.Body {
    FROM_JSON("fromJSON"),
    FROM_TOML("fromTOML"),
    TO_JSON("toJSON"),
    TO_XML("toXML");

    private final String nixName;

    DataBuiltin(String nixName) {
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
        return switch (this) {
            case FROM_JSON -> {
                String text = call.text(0);
                call.charge(8L * text.length());
                yield JsonReader.read(text, call.site());
            }
            case FROM_TOML -> {
                String text = call.text(0);
                call.charge(8L * text.length());
                yield TomlReader.read(text, call.site());
            }
            case TO_JSON ->
                    new Text(JsonWriter.write(call.evaluation(), call.value(0), call.site()));
            case TO_XML -> new Text(XmlWriter.write(call.evaluation(), call.value(0), call.site()));
        };
    }
}
