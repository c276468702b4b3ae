package hearth.nix.builtin;

import java.util.Optional;

/** The hash algorithms of the language. */
enum HashAlgorithm {
    MD5("md5", "MD5", 16),
    SHA1("sha1", "SHA-1", 20),
    SHA256("sha256", "SHA-256", 32),
    SHA512("sha512", "SHA-512", 64);

    private final String nixName;
    private final String javaName;
    private final int size;

    HashAlgorithm(String nixName, String javaName, int size) {
        this.nixName = nixName;
        this.javaName = javaName;
        this.size = size;
    }

    /** Returns what the language calls it. */
    String nixName() {
        return nixName;
    }

    /** Returns what Java calls it. */
    String javaName() {
        return javaName;
    }

    /** Returns how many bytes a hash has. */
    int size() {
        return size;
    }

    /** Returns the algorithm of a name of the language. */
    static Optional<HashAlgorithm> named(String name) {
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.nixName.equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
