package hearth.nix.render;

import hearth.nix.declaration.ConfigurationDeclaration;
import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.HomeDeclarations;
import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.Position;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes files of declarations; for equal declarations and hosts, equal files. */
public final class Renderer {
    private final Host host;
    private final ScriptDirectories scriptDirectories;

    /** Where the scripts of an owner's units will lie. */
    @FunctionalInterface
    public interface ScriptDirectories {
        /** Returns the absolute path, without a slash at its end. */
        String of(Target owner);
    }

    /** Renders for a host. */
    public Renderer(Host host, ScriptDirectories scriptDirectories) {
        this.host = host;
        this.scriptDirectories = scriptDirectories;
    }

    /** Returns all files; whatever is declared, it does not throw. */
    public Rendered render(Declarations declared, Target target) {
        var problems = new Problems();
        return switch (target) {
            case Target.Everybody everybody -> renderForEverybody(declared, problems);
            case Target.OneUser user -> renderForOne(declared, user, problems);
        };
    }

    private Rendered renderForEverybody(Declarations declared, Problems problems) {
        if (!declared.home().isEmpty()) {
            sayWhoseHomeIsMissing(declared.home(), problems);
        }
        var files = new FileDraft(problems);
        var places = places(new Target.Everybody(), declared, files);
        addUnits(declared.units(), places, files, problems);
        addConfiguration(declared.userManager(), "Manager", ConfigurationText.MANAGER_FILE, files);
        addConfiguration(declared.login(), "Login", ConfigurationText.LOGIN_FILE, files);
        addTmpfiles(declared.tmpfiles().rules(), places, files);
        SortedMap<String, Rendering> homes = new TreeMap<>();
        SortedSet<String> users = new TreeSet<>(declared.homes().keySet());
        users.addAll(declared.tmpfiles().rulesOfUsers().keySet());
        for (String user : users) {
            homes.put(user, renderHome(declared, HomeParts.below(declared, user), problems));
        }
        return new Rendered(
                Optional.of(files.rendering(SwitchStyle.NIXOS)),
                homes,
                declared.lingers(),
                problems.all());
    }

    private Rendered renderForOne(Declarations declared, Target.OneUser user, Problems problems) {
        if (!declared.login().isEmpty()) {
            problems.warn(
                    ConfigurationText.position(declared.login()),
                    "services.logind",
                    "is the machine's and is not applied for one user");
        }
        declared.lingers().stream()
                .filter(linger -> !linger.user().equals(user.name()))
                .forEach(linger ->
                        problems.note(
                                linger.position(),
                                "users.users." + linger.user() + ".linger",
                                "is not applied, this being for " + user.name()));
        SortedMap<String, Rendering> homes = new TreeMap<>();
        homes.put(
                user.name(), renderHome(declared, HomeParts.all(declared, user.name()), problems));
        List<LingerDeclaration> lingers =
                declared.lingers().stream()
                        .filter(linger -> linger.user().equals(user.name()))
                        .toList();
        return new Rendered(Optional.empty(), homes, lingers, problems.all());
    }

    /** What belongs to one user. */
    private record HomeParts(
            String user,
            List<NixosUnit> units,
            List<HomeDeclarations> homes,
            ConfigurationDeclaration manager,
            List<Located<String>> rules) {

        /** Returns what is declared for this user by name. */
        static HomeParts below(Declarations declared, String user) {
            return new HomeParts(
                    user,
                    List.of(),
                    List.of(declared.homes().getOrDefault(user, HomeDeclarations.NONE)),
                    ConfigurationDeclaration.NONE,
                    declared.tmpfiles().rulesOfUsers().getOrDefault(user, List.of()));
        }

        /** Returns that and what is declared for whom it may concern. */
        static HomeParts all(Declarations declared, String user) {
            HomeParts named = below(declared, user);
            return new HomeParts(
                    user,
                    declared.units(),
                    List.of(declared.home(), named.homes().getFirst()),
                    declared.userManager(),
                    Stream.concat(declared.tmpfiles().rules().stream(), named.rules().stream())
                            .toList());
        }

        SwitchStyle style() {
            if (!units.isEmpty()) {
                return SwitchStyle.NIXOS;
            }
            return homes.stream().allMatch(HomeDeclarations::startsServices)
                    ? SwitchStyle.HOME_MANAGER
                    : SwitchStyle.NONE;
        }
    }

    private Rendering renderHome(Declarations declared, HomeParts parts, Problems problems) {
        var files = new FileDraft(problems);
        var places = places(new Target.OneUser(parts.user()), declared, files);
        addUnits(parts.units(), places, files, problems);
        var homeFiles = new HomeFiles(places, files, problems);
        parts.homes().forEach(homeFiles::add);
        addConfiguration(parts.manager(), "Manager", ConfigurationText.MANAGER_FILE, files);
        addTmpfiles(parts.rules(), places, files);
        return files.rendering(parts.style());
    }

    private void addUnits(
            List<NixosUnit> units, ScriptPlaces places, FileDraft files, Problems problems) {
        var nixos = new NixosFiles(host, places, files, problems);
        StartAt.complete(units).forEach(nixos::add);
    }

    private static void addConfiguration(
            ConfigurationDeclaration declared, String section, FileName name, FileDraft files) {
        if (!declared.isEmpty()) {
            files.add(
                    name,
                    FileContent.text(ConfigurationText.write(section, declared)),
                    ConfigurationText.position(declared),
                    name.toString());
        }
    }

    private static void addTmpfiles(
            List<Located<String>> rules, ScriptPlaces places, FileDraft files) {
        if (!rules.isEmpty()) {
            files.add(
                    ConfigurationText.TMPFILES_FILE,
                    FileContent.text(places.resolve(ConfigurationText.lines(rules))),
                    rules.getFirst().position(),
                    "systemd.user.tmpfiles.rules");
        }
    }

    private ScriptPlaces places(Target owner, Declarations declared, FileDraft files) {
        return new ScriptPlaces(scriptDirectories.of(owner), declared.writtenFiles(), files);
    }

    private static void sayWhoseHomeIsMissing(HomeDeclarations home, Problems problems) {
        boolean hasUnits = !home.units().isEmpty();
        problems.error(
                hasUnits ? home.units().getFirst().position() : Position.NOWHERE,
                hasUnits ? home.units().getFirst().option() : "systemd.user",
                "is declared the way of home-manager, for one user: say for whom with --for USER,"
                        + " or declare it below home-manager.users.USER");
    }
}
