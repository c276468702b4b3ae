package hearth.cli.client;

/**
 * What enabling or disabling did to one link.
 *
 * @param kind {@code symlink}, {@code unlink}, or a complaint such as {@code auxiliary-failed}
 * @param path the link
 * @param target what it points to; empty where it was removed
 */
public record LinkChange(String kind, String path, String target) {}
