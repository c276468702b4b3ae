package hearth.nix.render;

import hearth.nix.declaration.Links;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.unit.UnitName;
import java.util.List;

/** The files and links of units that are declared the way of NixOS. */
final class NixosFiles {
    private final Host host;
    private final ScriptPlaces places;
    private final FileDraft files;
    private final Problems problems;

    NixosFiles(Host host, ScriptPlaces places, FileDraft files, Problems problems) {
        this.host = host;
        this.places = places;
        this.files = files;
        this.problems = problems;
    }

    /** Adds a unit. */
    void add(NixosUnit unit) {
        if (!UnitName.isValid(unit.name())) {
            problems.error(
                    unit.position(), unit.option(), "\"" + unit.name() + "\" is not a unit name");
            return;
        }
        boolean isDropIn =
                switch (unit.overrideStrategy()) {
                    case AS_DROPIN -> true;
                    case AS_DROPIN_IF_EXISTS ->
                            unit.isEnabled() && host.shippedUnits().contains(unit.name());
                };
        String path = isDropIn ? unit.name() + ".d/overrides.conf" : unit.name();
        FileContent content = unit.isEnabled() ? FileContent.text(text(unit)) : FileContent.mask();
        files.addUnit(path, content, unit.position(), unit.option());
        links(unit);
    }

    private String text(NixosUnit unit) {
        var scripts = new ScriptWriter(host.shell());
        String text = new NixosText(unit, scripts, problems).write();
        scripts.written().forEach(places::know);
        if (!scripts.written().isEmpty() && host.shell().equals(Host.PLAIN_SHELL)) {
            problems.warn(
                    unit.position(),
                    unit.option(),
                    "there is no bash here, so %s runs its scripts, and may not understand them"
                            .formatted(Host.PLAIN_SHELL));
        }
        return places.resolve(text);
    }

    private void links(NixosUnit unit) {
        Links links = unit.links();
        for (Located<String> alias : links.aliases()) {
            files.addUnit(
                    alias.value(),
                    new FileContent.Link(unit.name()),
                    alias.position(),
                    unit.option() + ".aliases");
        }
        from(links.wantedBy(), "wants", unit, "wantedBy");
        from(links.requiredBy(), "requires", unit, "requiredBy");
        from(links.upheldBy(), "upholds", unit, "upheldBy");
    }

    private void from(List<Located<String>> units, String suffix, NixosUnit unit, String option) {
        for (Located<String> other : units) {
            files.addUnit(
                    other.value() + "." + suffix + "/" + unit.name(),
                    new FileContent.Link("../" + unit.name()),
                    other.position(),
                    unit.option() + "." + option);
        }
    }
}
