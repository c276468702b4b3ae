package hearth.cli.command.nix;

import hearth.cli.command.Account;
import hearth.cli.command.Context;
import hearth.nix.apply.Owner;
import hearth.nix.generation.DeclarationName;
import hearth.nix.generation.Layout;
import java.util.Optional;

/** Whose files the caller can change: root everybody's, another the own. */
final class Owners {
    private Owners() {}

    /** Returns root's files, for everybody. */
    static Owner ofSystem(Context context, Ground ground, DeclarationName name) {
        return new Owner(
                Layout.ofSystem(ground.root(), name),
                name,
                new BusSwitcher(context.managers(), Optional.empty()),
                context.clock());
    }

    /** Returns the caller's own files. */
    static Owner ofCaller(Context context, Ground ground, DeclarationName name) {
        Account caller = context.caller();
        return new Owner(
                layoutOfCaller(ground, name),
                name,
                new BusSwitcher(context.managers(), Optional.of(caller)),
                context.clock());
    }

    /** Returns where the caller's own files lie. */
    static Layout layoutOfCaller(Ground ground, DeclarationName name) {
        return Layout.ofUser(ground.configHome(), ground.stateHome(), name);
    }
}
