package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.source.NixException;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.Text;
import hearth.nix.value.Thunk;
import hearth.nix.value.Value;

/**
 * Functions that take a store, a builder or the network: they say so when what they return is
 * needed.
 */
enum StoreBuiltin implements Builtin.Body {
    DERIVATION("derivation", 1),
    DERIVATION_STRICT("derivationStrict", 1),
    FETCH_GIT("fetchGit", 1),
    FETCH_MERCURIAL("fetchMercurial", 1),
    FETCH_TARBALL("fetchTarball", 1),
    FETCH_TREE("fetchTree", 1),
    FETCHURL("fetchurl", 1),
    FILTER_SOURCE("filterSource", 2),
    FLAKE_REF_TO_STRING("flakeRefToString", 1),
    GET_FLAKE("getFlake", 1),
    PARSE_FLAKE_REF("parseFlakeRef", 1),
    PATH("path", 1),
    PLACEHOLDER("placeholder", 1),
    STORE_PATH("storePath", 1),
    TO_FILE("toFile", 2);

    private final String nixName;
    private final int arity;

    StoreBuiltin(String nixName, int arity) {
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
        if (this == DERIVATION) {
            return derivation(call);
        }
        throw needsNix(call, "'builtins." + nixName + "'");
    }

    /**
     * A derivation can be passed around and asked for what it was made of; only its paths take a
     * store.
     */
    private static Value derivation(Call call) {
        AttributeSet attributes = call.set(0);
        Lazy path =
                new Thunk() {
                    @Override
                    protected Value compute() {
                        throw needsNix(call, "a derivation's path");
                    }
                };
        AttributeSet derivation =
                attributes.update(
                        AttributeSet.of("drvAttrs", attributes, "type", new Text("derivation")));
        return derivation.update(AttributeSet.of("drvPath", path, "outPath", path));
    }

    /** Returns the failure of what only Nix can do. */
    static NixException needsNix(Call call, String what) {
        return call.error(
                NixException.Kind.NEEDS_NIX,
                what + " needs Nix, with its store and builder, which is not used here");
    }
}
