package hearth.nix.render;

import hearth.nix.declaration.HomeDeclarations;
import hearth.nix.declaration.HomeUnit;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.Position;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.Value;
import hearth.unit.UnitName;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files and links of what is declared the way of home-manager. */
final class HomeFiles {
    private static final FileName SESSION_VARIABLES =
            new FileName(Directory.ENVIRONMENT, "10-home-manager.conf");

    private static final FileName MANAGER_SETTINGS =
            new FileName(Directory.MANAGER, "50-home-manager.conf");

    private final ScriptPlaces places;
    private final FileDraft files;
    private final Problems problems;

    HomeFiles(ScriptPlaces places, FileDraft files, Problems problems) {
        this.places = places;
        this.files = files;
        this.problems = problems;
    }

    /** Adds all of it. */
    void add(HomeDeclarations home) {
        home.units().forEach(this::add);
        if (!home.sessionVariables().isEmpty()) {
            String text =
                    home.sessionVariables().entrySet().stream()
                            .map(variable ->
                                    variable.getKey() + "=" + variable.getValue().value() + "\n")
                            .collect(Collectors.joining());
            Position position = home.sessionVariables().firstEntry().getValue().position();
            files.add(
                    SESSION_VARIABLES,
                    FileContent.text(places.resolve(text)),
                    position,
                    "systemd.user.sessionVariables");
        }
        if (!home.managerSettings().isEmpty()) {
            SortedMap<String, Section> sections = new TreeMap<>();
            sections.put("Manager", home.managerSettings());
            Position position =
                    home.managerSettings().settings().firstEntry().getValue().position();
            files.add(
                    MANAGER_SETTINGS,
                    FileContent.text(places.resolve(HomeText.write(sections))),
                    position,
                    "systemd.user.settings");
        }
    }

    private void add(HomeUnit unit) {
        if (!UnitName.isValid(unit.name())) {
            problems.error(
                    unit.position(), unit.option(), "\"" + unit.name() + "\" is not a unit name");
            return;
        }
        files.addUnit(
                unit.name(),
                FileContent.text(places.resolve(HomeText.write(unit.sections()))),
                unit.position(),
                unit.option());
        links(unit, "WantedBy", "wants");
        links(unit, "RequiredBy", "requires");
    }

    private void links(HomeUnit unit, String key, String suffix) {
        Section install = unit.sections().getOrDefault("Install", Section.EMPTY);
        Located<Value> targets = install.settings().get(key);
        if (targets == null) {
            return;
        }
        for (Value.Scalar target : targets.value().scalars()) {
            if (target instanceof Value.Text(String name)) {
                files.addUnit(
                        name + "." + suffix + "/" + unit.name(),
                        new FileContent.Link("../" + unit.name()),
                        targets.position(),
                        unit.option() + ".Install." + key);
            }
        }
    }
}
