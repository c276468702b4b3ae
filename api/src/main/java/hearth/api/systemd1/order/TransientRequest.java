package hearth.api.systemd1.order;

import hearth.api.systemd1.order.PropertyReader.Special;
import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.world.StandardStreams;
import hearth.dbus.DescriptorList;
import hearth.dbus.MessageReader;
import hearth.dbus.Signature;
import hearth.manager.TransientUnit;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.Catalogue.TransientProperty;
import hearth.unit.load.TransientText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One unit of a {@code StartTransientUnit} call, as it is read. */
final class TransientRequest implements PropertyReader.Sink {
    private static final Signature PIDS = Signature.of("au");
    private static final Signature WORDS = Signature.of("as");
    private static final Signature HANDLE = Signature.of("h");

    private final UnitName name;
    private final int callerPid;
    private final TransientText text;
    private final Map<String, List<Object>> values = new HashMap<>();
    private final List<Integer> pids = new ArrayList<>();
    private String controller = "";
    private boolean addsReference;
    private final MarkerWords markers = new MarkerWords();
    private OptionalInt input = OptionalInt.empty();
    private OptionalInt output = OptionalInt.empty();
    private OptionalInt error = OptionalInt.empty();

    /**
     * Begins a request.
     *
     * @param callerPid what {@code PIDs=0} means
     */
    TransientRequest(UnitName name, int callerPid) {
        this.name = name;
        this.callerPid = callerPid;
        this.text = new TransientText(name.type());
    }

    /** Reads the properties; returns why that is not possible. */
    Optional<Failure> read(MessageReader in) {
        return PropertyReader.read(name.type(), in, this).or(markers::failure);
    }

    @Override
    public Optional<Special> special(String property) {
        if (property.equals("AddRef")) {
            return Optional.of(new Special(Signature.BOOLEAN, in -> addsReference = in.bool()));
        }
        if (property.equals("Markers")) {
            return Optional.of(new Special(WORDS, markers::read));
        }
        return switch (name.type()) {
            case SCOPE -> ofScope(property);
            case SERVICE -> ofService(property);
            case SOCKET, TARGET, DEVICE, MOUNT, AUTOMOUNT, SWAP, TIMER, PATH, SLICE ->
                    Optional.empty();
        };
    }

    private Optional<Special> ofScope(String property) {
        return switch (property) {
            case "PIDs" -> Optional.of(new Special(PIDS, this::readPids));
            case "Controller" ->
                    Optional.of(new Special(Signature.STRING, in -> controller = in.string()));
            default -> Optional.empty();
        };
    }

    private Optional<Special> ofService(String property) {
        return switch (property) {
            case "StandardInputFileDescriptor" ->
                    Optional.of(new Special(HANDLE, in -> input = OptionalInt.of(in.handle())));
            case "StandardOutputFileDescriptor" ->
                    Optional.of(new Special(HANDLE, in -> output = OptionalInt.of(in.handle())));
            case "StandardErrorFileDescriptor" ->
                    Optional.of(new Special(HANDLE, in -> error = OptionalInt.of(in.handle())));
            default -> Optional.empty();
        };
    }

    private void readPids(MessageReader in) {
        in.openArray();
        while (in.hasNext()) {
            long pid = in.uint32();
            pids.add(pid == 0 ? callerPid : (int) Math.min(pid, Integer.MAX_VALUE));
        }
        in.closeArray();
    }

    @Override
    public Optional<Failure> setting(TransientProperty property, Object value) {
        text.set(property, value);
        values.computeIfAbsent(property.property().name(), _ -> new ArrayList<>()).add(value);
        return Optional.empty();
    }

    /** Returns what is asked for, as it came, by the names of properties. */
    Map<String, List<Object>> values() {
        return values;
    }

    /** Returns whether each standard stream is a descriptor of the caller's. */
    boolean bringsAllStreams() {
        return input.isPresent() && output.isPresent() && error.isPresent();
    }

    /** Returns the unit's type. */
    UnitType type() {
        return name.type();
    }

    /** Returns the unit. */
    TransientUnit unit() {
        return new TransientUnit(name.text(), text.text(), pids, controller);
    }

    /** Returns what is noted about the unit from its start on. */
    MarkerWords markers() {
        return markers;
    }

    /** Returns whether the caller wants to hold the unit. */
    boolean addsReference() {
        return addsReference;
    }

    /**
     * Takes the streams out of the message.
     *
     * @throws IllegalStateException where one descriptor is named twice
     */
    StandardStreams takeStreams(DescriptorList descriptors) {
        return new StandardStreams(
                take(descriptors, input), take(descriptors, output), take(descriptors, error));
    }

    private static OptionalInt take(DescriptorList descriptors, OptionalInt handle) {
        return handle.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(descriptors.take(handle.getAsInt()));
    }

    /** Returns whether a descriptor is named twice. */
    boolean namesDescriptorTwice() {
        return isSame(input, output) || isSame(output, error) || isSame(input, error);
    }

    private static boolean isSame(OptionalInt one, OptionalInt other) {
        return one.isPresent() && one.equals(other);
    }
}
