package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Expect;
import hearth.nix.source.ByteStrings;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Functions of hashes. */
enum HashBuiltin implements Builtin.Body {
    CONVERT_HASH("convertHash", 1),
    HASH_FILE("hashFile", 2),
    HASH_STRING("hashString", 2);

    private final String nixName;
    private final int arity;

    HashBuiltin(String nixName, int arity) {
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
            case CONVERT_HASH -> convert(call);
            case HASH_FILE -> {
                HashAlgorithm algorithm = algorithm(call, call.text(0));
                String path = ByteStrings.decode(FileBuiltin.path(call, 1));
                yield hash(algorithm, FileBuiltin.content(call, path));
            }
            case HASH_STRING ->
                    hash(algorithm(call, call.text(0)), ByteStrings.toArray(call.text(1)));
        };
    }

    private static HashAlgorithm algorithm(Call call, String name) {
        return HashAlgorithm.named(name)
                .orElseThrow(() ->
                        call.error(
                                "unknown hash algorithm '"
                                        + ByteStrings.decode(name)
                                        + "', expected 'md5', 'sha1', 'sha256' or 'sha512'"));
    }

    private static Value hash(HashAlgorithm algorithm, byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm.javaName()).digest(content);
            return new Text(HashText.base16(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Value convert(Call call) {
        AttributeSet arguments = call.set(0);
        String written = Expect.text(call.required(arguments, "hash").force(), call.site());
        Lazy named = arguments.get("hashAlgo");
        HashText hash =
                HashText.parse(
                        call,
                        written,
                        named == null ? "" : Expect.text(named.force(), call.site()));
        String format = Expect.text(call.required(arguments, "toHashFormat").force(), call.site());
        return new Text(
                switch (format) {
                    case "base16" -> HashText.base16(hash.bytes());
                    case "nix32", "base32" -> HashText.nix32(hash.bytes());
                    case "base64" -> HashText.base64(hash.bytes());
                    case "sri" -> hash.algorithm().nixName() + "-" + HashText.base64(hash.bytes());
                    default ->
                            throw call.error(
                                    "unknown hash format '"
                                            + ByteStrings.decode(format)
                                            + "', expected 'base16', 'nix32', 'base64' or 'sri'");
                });
    }
}
