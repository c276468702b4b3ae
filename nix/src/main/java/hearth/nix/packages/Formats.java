package hearth.nix.packages;

import hearth.nix.declaration.WrittenFile;
import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.format.JsonWriter;
import hearth.nix.source.ByteStrings;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Value;

/** {@code pkgs.formats}: files of values. What is JSON is YAML, too. */
final class Formats {
    private final Packages packages;
    private final Evaluation evaluation;

    Formats(Packages packages, Evaluation evaluation) {
        this.packages = packages;
        this.evaluation = evaluation;
    }

    /** Returns the formats. */
    AttributeSet value() {
        Builtin format = new Builtin(evaluation, new Format());
        return AttributeSet.of("json", format, "yaml", format);
    }

    /** A format with its settings, of which there are none here. */
    private final class Format implements Builtin.Body {
        @Override
        public String nixName() {
            return "json";
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public Value apply(Call call) {
            return AttributeSet.of("generate", new Builtin(evaluation, new Generate()));
        }
    }

    /** {@code generate name value}. */
    private final class Generate implements Builtin.Body {
        @Override
        public String nixName() {
            return "generate";
        }

        @Override
        public int arity() {
            return 2;
        }

        @Override
        public Value apply(Call call) {
            String name = ByteStrings.decode(call.text(0));
            return packages.written(
                    call.site(),
                    name,
                    () -> {
                        String json =
                                JsonWriter.write(call.evaluation(), call.value(1), call.site());
                        String text = packages.resolve(ByteStrings.decode(json), call.site());
                        return new WrittenFile(name, "", text + "\n", false);
                    });
        }
    }
}
