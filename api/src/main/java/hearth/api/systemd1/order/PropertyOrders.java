package hearth.api.systemd1.order;

import static hearth.api.systemd1.view.ManagerView.onDone;

import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.world.StandardStreams;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.Signature;
import hearth.dbus.object.Call;
import hearth.dbus.object.Caller;
import hearth.manager.TransientUnit;
import hearth.manager.Unit;
import hearth.manager.job.Outcome;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.Catalogue.TransientProperty;
import hearth.unit.load.TransientText;
import hearth.unit.value.JobMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings by call: transient units, and {@code set-property}. */
public final class PropertyOrders {
    private static final Failure NO_SYSTEM_SERVICES =
            Failure.notSupported(
                    "hearth runs services of users only, none of the system's: start one of a"
                            + " user with \"systemd-run --user -M USER@\", or as that user");

    private static final Failure NOT_ROOT =
            new Failure(
                    ErrorName.ACCESS_DENIED,
                    "Only root may talk to a user's manager in that user's name.");

    private PropertyOrders() {}

    /** Answers {@code StartTransientUnit}. */
    public static void startTransientUnit(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        String name = in.string();
        String word = in.string();
        Optional<JobMode> mode = JobMode.ofWireName(word);
        if (mode.isEmpty()) {
            UnitOrders.invalidMode(word).answer(call);
            return;
        }
        List<TransientRequest> requests = new ArrayList<>();
        readAll(name, call, in, requests)
                .or(() -> check(view, call, requests))
                .ifPresentOrElse(
                        failure -> failure.answer(call),
                        () ->
                                UnitOrders.manage(
                                        view,
                                        call,
                                        name,
                                        "start",
                                        () -> start(view, call, mode.get(), requests)));
    }

    /** Reads the unit, and then those that come with it. */
    private static Optional<Failure> readAll(
            String name, Call call, MessageReader in, List<TransientRequest> requests) {
        Optional<Failure> failure = readRequest(name, call, in, requests);
        if (failure.isPresent()) {
            return failure;
        }
        in.openArray();
        while (in.hasNext()) {
            in.openStruct();
            failure = readRequest(in.string(), call, in, requests);
            if (failure.isPresent()) {
                return failure;
            }
            in.closeStruct();
        }
        return Optional.empty();
    }

    private static Optional<Failure> readRequest(
            String text, Call call, MessageReader in, List<TransientRequest> requests) {
        Optional<UnitName> name = UnitName.parse(text).filter(parsed -> !parsed.isTemplate());
        if (name.isEmpty()) {
            return Optional.of(Failure.invalid("Unit name " + text + " is not valid."));
        }
        UnitType type = name.get().type();
        if (!type.canBeTransient()) {
            return Optional.of(
                    Failure.invalid(
                            "Unit type " + type.wireName() + " does not support transient units."));
        }
        TransientRequest request = new TransientRequest(name.get(), call.caller().pid());
        requests.add(request);
        return request.read(in);
    }

    /** Nobody but root moves others' processes, and each descriptor has one place to go. */
    private static Optional<Failure> check(
            ManagerView view, Call call, List<TransientRequest> requests) {
        for (TransientRequest request : requests) {
            Optional<Failure> refusal = refusalHere(view, call.caller(), request);
            if (refusal.isPresent()) {
                return refusal;
            }
            if (request.namesDescriptorTwice()) {
                return Optional.of(Failure.invalid("A file descriptor is used twice"));
            }
            if (request.addsReference() && call.caller().busName().isEmpty()) {
                return Optional.of(UnitOrders.NO_REFERENCES);
            }
            Optional<Failure> failure =
                    UnitOrders.mayMove(view, call.caller(), request.unit().pids());
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /** In the system scope nothing runs that a unit names, but what leads root to a user's bus. */
    private static Optional<Failure> refusalHere(
            ManagerView view, Caller caller, TransientRequest request) {
        if (view.manager().config().isUserScope()) {
            return Optional.empty();
        }
        return switch (request.type()) {
            case SCOPE, SLICE, TARGET -> Optional.empty();
            case SERVICE -> {
                if (!UserBridge.isAskedFor(request)) {
                    yield Optional.of(NO_SYSTEM_SERVICES);
                }
                yield caller.isRoot() ? Optional.empty() : Optional.of(NOT_ROOT);
            }
            case SOCKET, DEVICE, MOUNT, AUTOMOUNT, SWAP, TIMER, PATH ->
                    Optional.of(NO_SYSTEM_SERVICES);
        };
    }

    private static void start(
            ManagerView view, Call call, JobMode mode, List<TransientRequest> requests) {
        TransientRequest main = requests.getFirst();
        TransientUnit unit = main.unit();
        List<TransientUnit> auxiliary =
                requests.stream().skip(1).map(TransientRequest::unit).toList();
        StandardStreams streams = main.takeStreams(call.message().descriptors());
        if (!streams.isEmpty()) {
            view.world().keepStreams(unit.name(), streams);
        }
        var outcome =
                view.asked(call, () -> view.manager().startTransientUnit(unit, mode, auxiliary));
        if (outcome instanceof Outcome.Refused && !streams.isEmpty()) {
            view.world().dropStreams(unit.name());
        }
        onDone(
                call,
                outcome,
                job -> {
                    for (TransientRequest request : requests) {
                        if (!request.markers().isEmpty()) {
                            view.manager()
                                    .markUnit(
                                            request.unit().name(),
                                            request.markers().appliedTo(Set.of()));
                        }
                        if (request.addsReference()) {
                            view.manager().refUnit(request.unit().name(), call.caller().busName());
                        }
                    }
                    UnitOrders.replyJob(view, call, job);
                });
    }

    /** Answers {@code SetProperties} and {@code SetUnitProperties}. */
    public static void setProperties(ManagerView view, Call call, String name, MessageReader in) {
        boolean isRuntime = in.bool();
        onDone(
                call,
                view.manager().loadUnit(name),
                unit -> {
                    Changes changes = new Changes(unit.type());
                    PropertyReader.read(unit.type(), in, changes)
                            .or(changes.markers::failure)
                            .ifPresentOrElse(
                                    failure -> failure.answer(call),
                                    () ->
                                            UnitOrders.manage(
                                                    view,
                                                    call,
                                                    unit.id(),
                                                    "set-property",
                                                    () ->
                                                            apply(
                                                                    view, call, unit, isRuntime,
                                                                    changes)));
                });
    }

    /** All changes are readable by now; each goes into a drop-in of its own, as with systemd. */
    private static void apply(
            ManagerView view, Call call, Unit unit, boolean isRuntime, Changes changes) {
        for (Map.Entry<String, TransientText> change : changes.texts.entrySet()) {
            Outcome<Unit> outcome =
                    view.manager()
                            .setProperties(
                                    unit.id(),
                                    isRuntime,
                                    "50-" + change.getKey() + ".conf",
                                    change.getValue().dropIn());
            if (outcome instanceof Outcome.Refused<Unit> refused) {
                Failure.of(refused).answer(call);
                return;
            }
        }
        if (!changes.markers.isEmpty()) {
            view.manager().markUnit(unit.id(), changes.markers.appliedTo(unit.markers()));
        }
        // The orders to write are on their way; what is asked after them is answered after them.
        view.world().freshen(call::reply);
    }

    /** What can be changed while a unit is there: its resources, and its description. */
    private static final class Changes implements PropertyReader.Sink {
        private static final Signature WORDS = Signature.of("as");

        /** A share of the machine's is a property, and a file, of its own. */
        private static final String SHARE = "Scale";

        private static final String LIVE_PAGE = "systemd.resource-control(5)";

        /** What is decided when a unit is made. */
        private static final Set<String> FIXED =
                Set.of(
                        "Slice",
                        "Delegate",
                        "DisableControllers",
                        "IPIngressFilterPath",
                        "IPEgressFilterPath",
                        "BPFProgram");

        private final UnitType type;
        private final Map<String, TransientText> texts = new LinkedHashMap<>();
        private final MarkerWords markers = new MarkerWords();

        Changes(UnitType type) {
            this.type = type;
        }

        @Override
        public Optional<PropertyReader.Special> special(String property) {
            return property.equals("Markers")
                    ? Optional.of(new PropertyReader.Special(WORDS, markers::read))
                    : Optional.empty();
        }

        private static String fileOf(TransientProperty property) {
            String name = property.property().name();
            return name.endsWith(SHARE) ? name : property.setting().name();
        }

        @Override
        public Optional<Failure> setting(TransientProperty property, Object value) {
            String name = property.setting().name();
            boolean isLive =
                    property.setting().manualPage().equals(LIVE_PAGE) && !FIXED.contains(name);
            if (!isLive && !name.equals("Description")) {
                return Optional.of(
                        new Failure(
                                ErrorName.PROPERTY_READ_ONLY,
                                "Cannot set property " + name + ", or unknown property."));
            }
            texts.computeIfAbsent(fileOf(property), key -> new TransientText(type))
                    .set(property, value);
            return Optional.empty();
        }
    }
}
