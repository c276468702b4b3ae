package hearth.api.systemd1.row;

import hearth.api.systemd1.order.NeutralCodec;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Property.Emits;
import hearth.unit.UnitType;
import hearth.unit.catalogue.Catalogue;
import hearth.unit.setting.Property;
import hearth.unit.setting.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rows that the catalogue of settings gives to the interface of one type of units: name, type
 * and value come from there.
 */
public final class SettingRows {
    /** What the catalogue does not know for a type has the shape that it has for services. */
    private static final Map<String, Shown<?>> SERVICE = collect(UnitType.SERVICE);

    /**
     * Properties of settings that only root, or a kernel module that is rarely there, could
     * enforce: they are read, kept as text, and not acted on. What holds is nothing, which is what
     * is shown.
     */
    private static final Map<String, String> UNENFORCED =
            Map.ofEntries(
                    Map.entry("RootImageOptions", "a(ss)"),
                    Map.entry("RootHash", "ay"),
                    Map.entry("RootHashPath", "s"),
                    Map.entry("RootHashSignature", "ay"),
                    Map.entry("RootHashSignaturePath", "s"),
                    Map.entry("ExtensionImages", "a(sba(ss))"),
                    Map.entry("MountImages", "a(ssba(ss))"),
                    Map.entry("CPUAffinityFromNUMA", "b"),
                    Map.entry("SameProcessGroup", "b"),
                    Map.entry("SocketProtocol", "i"));

    private final Map<String, Shown<?>> own;

    private SettingRows(Map<String, Shown<?>> own) {
        this.own = own;
    }

    /** A setting and one of its properties. */
    private record Shown<T>(Setting<T> setting, Property<T> property, NeutralCodec codec) {

        void write(UnitView view, MessageWriter out) {
            codec.write(out, property.read(view.unit().settings().get(setting)));
        }

        hearth.dbus.object.Property<UnitView> row(Emits emits) {
            return hearth.dbus.object.Property.readOnly(
                    property.name(), property.wire().signature(), emits, this::write);
        }

        hearth.dbus.object.Property<UnitView> row(
                Emits emits, hearth.dbus.object.Property.Getter<UnitView> fallback) {
            return hearth.dbus.object.Property.readOnly(
                    property.name(),
                    property.wire().signature(),
                    emits,
                    (view, out) -> {
                        if (view.unit().settings().isSet(setting)) {
                            write(view, out);
                        } else {
                            fallback.write(view, out);
                        }
                    });
        }
    }

    /** Returns those of a type. */
    public static SettingRows of(UnitType type) {
        return new SettingRows(type == UnitType.SERVICE ? SERVICE : collect(type));
    }

    /**
     * Returns the rows of these properties.
     *
     * @throws IllegalStateException where the catalogue has no such property
     */
    public Consumer<Rows<UnitView>> rows(Emits emits, String... names) {
        return rows -> {
            for (String name : names) {
                String unenforced = UNENFORCED.get(name);
                if (unenforced == null) {
                    rows.add(shown(name).row(emits));
                } else {
                    NeutralCodec codec = NeutralCodec.of(unenforced);
                    rows.any(name, unenforced, emits, (view, out) -> codec.writeEmpty(out));
                }
            }
        };
    }

    /**
     * Returns the row of a property whose value depends on the manager where nothing is written.
     *
     * @throws IllegalStateException where the catalogue has no such property
     */
    public Consumer<Rows<UnitView>> row(
            Emits emits, String name, hearth.dbus.object.Property.Getter<UnitView> fallback) {
        return rows -> rows.add(shown(name).row(emits, fallback));
    }

    /**
     * Returns the row of a textual property that a unit without a definition has otherwise than one
     * in which nothing is written: its default comes with loading.
     *
     * @throws IllegalStateException where the catalogue has no such property
     */
    public Consumer<Rows<UnitView>> row(Emits emits, String name, String bare) {
        Shown<?> shown = shown(name);
        return row(
                emits,
                name,
                (view, out) -> {
                    if (view.isDefined()) {
                        shown.write(view, out);
                    } else {
                        out.string(bare);
                    }
                });
    }

    private Shown<?> shown(String name) {
        Shown<?> shown = own.containsKey(name) ? own.get(name) : SERVICE.get(name);
        if (shown == null) {
            throw new IllegalStateException("no setting has the property " + name);
        }
        return shown;
    }

    private static Map<String, Shown<?>> collect(UnitType type) {
        Map<String, Shown<?>> all = new HashMap<>();
        for (Setting<?> setting : Catalogue.settingsOf(type)) {
            collect(setting, all);
        }
        return all;
    }

    private static <T> void collect(Setting<T> setting, Map<String, Shown<?>> all) {
        for (Property<T> property : setting.properties()) {
            if (property.access() == Property.Access.LISTED) {
                NeutralCodec codec = NeutralCodec.of(property.wire().signature());
                all.put(property.name(), new Shown<>(setting, property, codec));
            }
        }
    }
}
