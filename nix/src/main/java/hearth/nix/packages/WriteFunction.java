package hearth.nix.packages;

import hearth.nix.declaration.WrittenFile;
import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Coercion;
import hearth.nix.evaluation.Expect;
import hearth.nix.source.ByteStrings;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Value;
import java.util.List;

/** Functions of {@code pkgs} that make a file of a text. */
enum WriteFunction {
    WRITE_TEXT("writeText", 2),
    WRITE_SCRIPT("writeScript", 2),
    WRITE_SCRIPT_BIN("writeScriptBin", 2),
    WRITE_SHELL_SCRIPT("writeShellScript", 2),
    WRITE_SHELL_SCRIPT_BIN("writeShellScriptBin", 2),
    WRITE_TEXT_DIR("writeTextDir", 2),
    WRITE_TEXT_FILE("writeTextFile", 1),
    WRITE_SHELL_APPLICATION("writeShellApplication", 1);

    private final String nixName;
    private final int arity;

    WriteFunction(String nixName, int arity) {
        this.nixName = nixName;
        this.arity = arity;
    }

    /** Returns the function of a run. */
    Builtin.Body in(Packages packages) {
        return new Body(this, packages);
    }

    /** Returns its name below {@code pkgs}. */
    String nixName() {
        return nixName;
    }

    private record Body(WriteFunction function, Packages packages) implements Builtin.Body {
        @Override
        public String nixName() {
            return function.nixName;
        }

        @Override
        public int arity() {
            return function.arity;
        }

        @Override
        public Value apply(Call call) {
            return packages.written(call.site(), name(call), () -> function.file(packages, call));
        }

        private String name(Call call) {
            Lazy name = function.arity == 1 ? call.required(call.set(0), "name") : call.lazy(0);
            String text = ByteStrings.decode(Expect.text(name.force(), call.site()));
            return text.substring(text.lastIndexOf('/') + 1);
        }
    }

    private WrittenFile file(Packages packages, Call call) {
        return switch (this) {
            case WRITE_TEXT -> plain(packages, call, "", text(call), false);
            case WRITE_SCRIPT -> plain(packages, call, "", text(call), true);
            case WRITE_SCRIPT_BIN -> plain(packages, call, "bin/", text(call), true);
            case WRITE_SHELL_SCRIPT -> plain(packages, call, "", shell(packages, call), true);
            case WRITE_SHELL_SCRIPT_BIN ->
                    plain(packages, call, "bin/", shell(packages, call), true);
            case WRITE_TEXT_DIR -> inDirectory(packages, call);
            case WRITE_TEXT_FILE -> described(packages, call);
            case WRITE_SHELL_APPLICATION -> application(packages, call);
        };
    }

    private static String text(Call call) {
        return call.coerced(1);
    }

    private static String shell(Packages packages, Call call) {
        return "#!" + packages.shell() + "\n" + text(call) + "\n";
    }

    /** Returns the file of that name, in a directory where one is given. */
    private static WrittenFile plain(
            Packages packages, Call call, String directory, String text, boolean isExecutable) {
        String name = ByteStrings.decode(call.text(0));
        return make(
                packages,
                call,
                new Draft(name, directory.isEmpty() ? "" : directory + name, text, isExecutable));
    }

    private static WrittenFile inDirectory(Packages packages, Call call) {
        String path = ByteStrings.decode(call.text(0));
        String name = path.substring(path.lastIndexOf('/') + 1);
        return make(packages, call, new Draft(name, path, text(call), false));
    }

    private static WrittenFile described(Packages packages, Call call) {
        AttributeSet set = call.set(0);
        String inside = string(call, set, "destination", "");
        Value flag = set.value("executable");
        boolean isExecutable = flag != null && Expect.bool(flag, call.site());
        return make(
                packages,
                call,
                new Draft(
                        string(call, set, "name", ""),
                        inside.startsWith("/") ? inside.substring(1) : inside,
                        Coercion.plain(call.required(set, "text").force(), call.site()),
                        isExecutable));
    }

    private static WrittenFile application(Packages packages, Call call) {
        AttributeSet set = call.set(0);
        String name = string(call, set, "name", "");
        StringBuilder text = new StringBuilder("#!" + packages.shell() + "\n");
        for (String option : bashOptions(call, set)) {
            text.append("set -o ").append(option).append('\n');
        }
        String path = packages.searchPath(inputs(call, set), call.site());
        if (!path.isEmpty()) {
            text.append("\nexport PATH=\"").append(path).append(":$PATH\"\n");
        }
        text.append('\n');
        text.append(Coercion.plain(call.required(set, "text").force(), call.site()));
        return make(packages, call, new Draft(name, "bin/" + name, text + "\n", true));
    }

    private static List<String> bashOptions(Call call, AttributeSet set) {
        Value options = set.value("bashOptions");
        if (options == null) {
            return List.of("errexit", "nounset", "pipefail");
        }
        return Expect.list(options, call.site()).elements().stream()
                .map(each -> Expect.text(each.force(), call.site()))
                .toList();
    }

    private static ListValue inputs(Call call, AttributeSet set) {
        Value inputs = set.value("runtimeInputs");
        return inputs == null ? ListValue.EMPTY : Expect.list(inputs, call.site());
    }

    private static String string(Call call, AttributeSet set, String name, String fallback) {
        Lazy value = set.get(name);
        return value == null
                ? fallback
                : ByteStrings.decode(Expect.text(value.force(), call.site()));
    }

    private record Draft(String name, String inside, String bytes, boolean isExecutable) {}

    /** Returns the file, the machine's paths in the place of what stands for packages. */
    private static WrittenFile make(Packages packages, Call call, Draft draft) {
        if (draft.name().isEmpty()
                || draft.name().contains("/")
                || draft.name().startsWith(".")
                || draft.inside().startsWith("/")
                || draft.inside().contains("..")) {
            throw call.error("\"" + draft.name() + "\" cannot be the name of a file");
        }
        String text = packages.resolve(ByteStrings.decode(draft.bytes()), call.site());
        return new WrittenFile(draft.name(), draft.inside(), text, draft.isExecutable());
    }
}
