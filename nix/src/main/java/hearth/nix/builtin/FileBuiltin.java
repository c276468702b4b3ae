package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Coercion;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.SearchPaths;
import hearth.nix.evaluation.World;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.SourceTree;
import hearth.nix.source.Unreadable;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions of paths, and of the files that a program may read. */
enum FileBuiltin implements Builtin.Body {
    BASE_NAME_OF("baseNameOf", 1),
    DIR_OF("dirOf", 1),
    FIND_FILE("findFile", 2),
    GET_ENV("getEnv", 1),
    IMPORT("import", 1),
    PATH_EXISTS("pathExists", 1),
    READ_DIR("readDir", 1),
    READ_FILE("readFile", 1),
    READ_FILE_TYPE("readFileType", 1),
    SCOPED_IMPORT("scopedImport", 2),
    TO_PATH("toPath", 1);

    private final String nixName;
    private final int arity;

    FileBuiltin(String nixName, int arity) {
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
            case BASE_NAME_OF -> new Text(baseName(call.coerced(0)));
            case DIR_OF -> directory(call);
            case FIND_FILE -> findFile(call);
            case GET_ENV -> getEnv(call);
            case IMPORT ->
                    call.evaluation().loader().load(path(call, 0), AttributeSet.EMPTY, call.site());
            case PATH_EXISTS -> pathExists(call);
            case READ_DIR -> readDir(call);
            case READ_FILE -> readFile(call);
            case READ_FILE_TYPE -> readFileType(call);
            case SCOPED_IMPORT ->
                    call.evaluation().loader().load(path(call, 1), call.set(0), call.site());
            case TO_PATH -> new Text(path(call, 0));
        };
    }

    /**
     * Returns the absolute path that an argument is, without {@code .} and {@code ..}, as a byte
     * string.
     */
    static String path(Call call, int index) {
        return PathValue.canonical(writtenPath(call, index));
    }

    private static String writtenPath(Call call, int index) {
        String bytes = call.coerced(index);
        if (!bytes.startsWith("/")) {
            throw call.error(
                    "string '"
                            + ByteStrings.decode(bytes)
                            + "' doesn't represent an absolute path");
        }
        return bytes;
    }

    private static String baseName(String path) {
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        return path.equals("/") ? "" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    private static Value directory(Call call) {
        Value value = call.value(0);
        String bytes = Coercion.plain(value, call.site());
        int slash = bytes.lastIndexOf('/');
        String directory = slash < 0 ? "." : slash == 0 ? "/" : bytes.substring(0, slash);
        return value instanceof PathValue ? new PathValue(directory) : new Text(directory);
    }

    private static Value findFile(Call call) {
        List<World.SearchEntry> entries = new ArrayList<>();
        for (Lazy element : call.list(0)) {
            AttributeSet entry = Expect.set(element.force(), call.site());
            Lazy prefix = entry.get("prefix");
            String path = Coercion.plain(call.required(entry, "path").force(), call.site());
            entries.add(
                    new World.SearchEntry(
                            prefix == null ? "" : Expect.text(prefix.force(), call.site()), path));
        }
        return SearchPaths.find(call.evaluation(), entries, call.text(1), call.site());
    }

    private static Value getEnv(Call call) {
        String name = ByteStrings.decode(call.text(0));
        return Text.of(call.evaluation().world().environment().getOrDefault(name, ""));
    }

    private static Value pathExists(Call call) {
        String written = writtenPath(call, 0);
        boolean wantsDirectory =
                !(call.value(0) instanceof PathValue)
                        && (written.endsWith("/") || written.endsWith("/."));
        SourceTree files = call.evaluation().world().files();
        String path = ByteStrings.decode(PathValue.canonical(written));
        try {
            Optional<SourceTree.Kind> kind = files.kind(path);
            if (wantsDirectory && kind.isPresent() && kind.get() == SourceTree.Kind.SYMLINK) {
                kind = files.kind(files.resolve(path));
            }
            return BoolValue.of(
                    kind.isPresent()
                            && (!wantsDirectory || kind.get() == SourceTree.Kind.DIRECTORY));
        } catch (IOException e) {
            return BoolValue.FALSE; // What may not be read is not there.
        }
    }

    private static Value readDir(Call call) {
        String path = ByteStrings.decode(path(call, 0));
        try {
            List<Attribute> entries = new ArrayList<>();
            call.evaluation()
                    .world()
                    .files()
                    .list(path)
                    .forEach((name, kind) ->
                            entries.add(
                                    new Attribute(
                                            ByteStrings.encode(name), new Text(kind.nixName()))));
            return AttributeSet.of(entries);
        } catch (IOException e) {
            throw unreadable(call, "reading directory", path, e);
        }
    }

    private static Value readFile(Call call) {
        String path = ByteStrings.decode(path(call, 0));
        byte[] content = content(call, path);
        call.charge(content.length);
        String bytes = ByteStrings.ofArray(content);
        if (bytes.indexOf('\0') >= 0) {
            throw call.error(
                    "the contents of the file '"
                            + path
                            + "' cannot be represented as a Nix string");
        }
        return new Text(bytes);
    }

    /** Returns the content of a file that must be there. */
    static byte[] content(Call call, String path) {
        try {
            return call.evaluation().world().files().read(path);
        } catch (IOException e) {
            throw unreadable(call, "opening file", path, e);
        }
    }

    private static Value readFileType(Call call) {
        String path = ByteStrings.decode(path(call, 0));
        try {
            Optional<SourceTree.Kind> kind = call.evaluation().world().files().kind(path);
            if (kind.isEmpty()) {
                throw call.error("path '" + path + "' does not exist");
            }
            return new Text(kind.get().nixName());
        } catch (IOException e) {
            throw unreadable(call, "looking at", path, e);
        }
    }

    private static NixException unreadable(
            Call call, String doing, String path, IOException cause) {
        return call.error(doing + " '" + path + "': " + Unreadable.reason(cause));
    }
}
