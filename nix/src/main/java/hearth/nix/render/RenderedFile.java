package hearth.nix.render;

import hearth.nix.declaration.Position;

/**
 * A file that declarations make.
 *
 * @param content what it is to have
 * @param position which declaration makes it
 */
public record RenderedFile(FileContent content, Position position) {}
