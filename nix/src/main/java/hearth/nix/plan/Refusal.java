package hearth.nix.plan;

import hearth.nix.declaration.Position;
import hearth.nix.render.FileName;

/**
 * A file that is not changed because it is somebody else's.
 *
 * @param name which
 * @param position what declares it; nowhere where nothing does any more
 * @param reason for people, to stand behind the file's path
 * @param isAdoptable whether it may be changed all the same where that is asked for
 */
public record Refusal(FileName name, Position position, String reason, boolean isAdoptable) {}
