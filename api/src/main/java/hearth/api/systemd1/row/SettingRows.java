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
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rows that the catalogue of settings gives to the interface of one type of units: name, type
 * and value come from there.
 */
public final class SettingRows {
    /** What the catalogue does not know for a type has the shape that it has for services. */
    private static final Map<String, Shown<?>> SERVICE = collect(UnitType.SERVICE);

    /** The bits of the largest unsigned number: no limit, never. */
    private static final long INFINITY = -1;

    /**
     * Properties of settings that are read, kept as text, and not acted on: only root could enforce
     * them, or a kernel module that is rarely there, or nothing here does yet. What holds instead
     * is what is shown.
     */
    private static final Map<String, Held> HELD =
            Map.ofEntries(
                    Map.entry("RootImageOptions", Held.nothing("a(ss)")),
                    Map.entry("RootHash", Held.nothing("ay")),
                    Map.entry("RootHashPath", Held.nothing("s")),
                    Map.entry("RootHashSignature", Held.nothing("ay")),
                    Map.entry("RootHashSignaturePath", Held.nothing("s")),
                    Map.entry("RootEphemeral", Held.nothing("b")),
                    Map.entry("RootImagePolicy", Held.nothing("s")),
                    Map.entry("MountImagePolicy", Held.nothing("s")),
                    Map.entry("ExtensionImagePolicy", Held.nothing("s")),
                    Map.entry("ExtensionImages", Held.nothing("a(sba(ss))")),
                    Map.entry("MountImages", Held.nothing("a(ssba(ss))")),
                    Map.entry("BindLogSockets", Held.nothing("b")),
                    Map.entry("PrivatePIDs", Held.of("s", "no")),
                    Map.entry("MemoryKSM", Held.nothing("b")),
                    Map.entry("CPUAffinityFromNUMA", Held.nothing("b")),
                    Map.entry("SameProcessGroup", Held.nothing("b")),
                    Map.entry("SetLoginEnvironment", Held.nothing("b")),
                    Map.entry("ImportCredential", Held.nothing("as")),
                    Map.entry("ImportCredentialEx", Held.nothing("a(ss)")),
                    Map.entry("LogFilterPatterns", Held.nothing("a(bs)")),
                    Map.entry("OpenFile", Held.nothing("a(sst)")),
                    Map.entry("FileDescriptorStorePreserve", Held.of("s", "restart")),
                    Map.entry("SurviveFinalKillSignal", Held.nothing("b")),
                    Map.entry("SocketProtocol", Held.nothing("i")),
                    Map.entry("PassFileDescriptorsToExec", Held.nothing("b")),
                    Map.entry("PollLimitIntervalUSec", Held.nothing("t")),
                    Map.entry("PollLimitBurst", Held.nothing("u")),
                    Map.entry("DeferReactivation", Held.nothing("b")),
                    Map.entry("DelegateSubgroup", Held.nothing("s")),
                    Map.entry("DefaultStartupMemoryLow", Held.nothing("t")),
                    Map.entry("StartupMemoryLow", Held.nothing("t")),
                    Map.entry("StartupMemoryHigh", Held.of("t", INFINITY)),
                    Map.entry("StartupMemoryMax", Held.of("t", INFINITY)),
                    Map.entry("StartupMemorySwapMax", Held.of("t", INFINITY)),
                    Map.entry("StartupMemoryZSwapMax", Held.of("t", INFINITY)),
                    Map.entry("MemoryZSwapWriteback", Held.of("b", true)),
                    Map.entry("MemoryPressureWatch", Held.of("s", "skip")),
                    Map.entry("MemoryPressureThresholdUSec", Held.of("t", INFINITY)),
                    Map.entry("ManagedOOMMemoryPressureDurationUSec", Held.of("t", INFINITY)),
                    Map.entry("NFTSet", Held.nothing("a(iiss)")),
                    Map.entry("CoredumpReceive", Held.nothing("b")));

    private final Map<String, Shown<?>> own;

    private SettingRows(Map<String, Shown<?>> own) {
        this.own = own;
    }

    /**
     * What is shown of a setting that is not acted on.
     *
     * @param value the neutral object; empty: nothing said
     */
    private record Held(String signature, Optional<Object> value) {
        static Held nothing(String signature) {
            return new Held(signature, Optional.empty());
        }

        static Held of(String signature, Object value) {
            return new Held(signature, Optional.of(value));
        }

        void addRow(Rows<UnitView> rows, String name, Emits emits) {
            NeutralCodec codec = NeutralCodec.of(signature);
            rows.any(
                    name,
                    signature,
                    emits,
                    (_, out) ->
                            value.ifPresentOrElse(
                                    it -> codec.write(out, it), () -> codec.writeEmpty(out)));
        }
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
                Held held = HELD.get(name);
                if (held == null) {
                    rows.add(shown(name).row(emits));
                } else {
                    held.addRow(rows, name, emits);
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
