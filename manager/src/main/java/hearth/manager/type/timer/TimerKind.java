package hearth.manager.type.timer;

import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerScope;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Moment;
import hearth.manager.type.Implied;
import hearth.manager.type.JobWords;
import hearth.manager.type.Kind;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.TimerSettings;
import hearth.unit.setting.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Timers: they start another unit when it is time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.timer.5.html">systemd.timer(5)</a>
 */
public final class TimerKind implements Kind<TimerDefinition, TimerRecord> {
    /** The only one there is. */
    public static final TimerKind KIND = new TimerKind();

    private static final List<Implied> DEFAULTS = Implied.upBefore("timers.target");

    private TimerKind() {}

    @Override
    public UnitType type() {
        return UnitType.TIMER;
    }

    @Override
    public TimerDefinition define(UnitName name, Settings settings, ManagerDefaults defaults) {
        return new TimerDefinition(
                name,
                settings.get(TimerSettings.UNIT).orElse(name.withType(UnitType.SERVICE)),
                settings.get(TimerSettings.TRIGGERS),
                settings.get(TimerSettings.ACCURACY_SEC),
                settings.get(TimerSettings.RANDOMIZED_DELAY_SEC),
                settings.get(TimerSettings.FIXED_RANDOM_DELAY),
                defaults.fixedChance(name),
                settings.get(TimerSettings.PERSISTENT)
                        && TimerDefinition.hasCalendar(settings.get(TimerSettings.TRIGGERS)),
                settings.get(TimerSettings.REMAIN_AFTER_ELAPSE),
                settings.get(TimerSettings.ON_CLOCK_CHANGE),
                settings.get(TimerSettings.ON_TIMEZONE_CHANGE),
                defaults.zone(),
                defaults.isContained());
    }

    @Override
    public List<Implied> defaultDependencies(TimerDefinition definition, ManagerScope scope) {
        return DEFAULTS;
    }

    @Override
    public List<Implied> ownDependencies(TimerDefinition definition) {
        return Implied.ofTrigger(definition.unit());
    }

    @Override
    public TimerRecord atRest(UnitName name, long firstToken) {
        return TimerRecord.dead(firstToken);
    }

    @Override
    public Step<TimerRecord> next(
            TimerDefinition definition, TimerRecord record, UnitEvent event, Moment now) {
        return TimerMachine.next(definition, record, event, now);
    }

    @Override
    public ActiveState activeState(TimerDefinition definition, TimerRecord record) {
        return record.phase().activeState();
    }

    @Override
    public String subState(TimerDefinition definition, TimerRecord record) {
        return record.phase().wireName();
    }

    @Override
    public JobWords words(TimerDefinition definition) {
        return JobWords.STANDARD;
    }

    @Override
    public void write(TimerRecord record, SnapshotText text) {
        text.put("phase", record.phase().stateName())
                .put("result", record.result().wireName())
                .putMoment("manager-start", record.managerStart())
                .putMoment("started", record.started())
                .putMoment("last-trigger", record.lastTrigger())
                .put("last-stamp-usec", stampUsec(record.lastTrigger()))
                .put(
                        "used",
                        record.used().stream()
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ")))
                .put(
                        "nexts",
                        record.nexts().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ")))
                .putFlag("unit-up", !record.triggered().isDown())
                .putMoment("unit-came-up", record.triggered().up())
                .putMoment("unit-went-down", record.triggered().down())
                .putDeadline("monotonic", record.elapse().monotonic())
                .put("realtime-token", record.elapse().realtimeToken())
                .put("realtime-usec", record.elapse().realtimeUsec())
                .put("chance", record.chance())
                .put("question", record.question())
                .put("next-token", record.nextToken());
    }

    /** Of a stamp's time only the wall clock's is known. */
    private static long stampUsec(Moment lastTrigger) {
        return lastTrigger.isNever() ? lastTrigger.realtimeUsec() : 0;
    }

    @Override
    public TimerRecord read(SnapshotText text, TimerRecord atRest) {
        Set<Integer> used = new HashSet<>();
        text.words("used").forEach(place -> used.add(Integer.parseInt(place)));
        List<Long> nexts = new ArrayList<>();
        text.words("nexts").forEach(next -> nexts.add(Long.parseLong(next)));
        return new TimerRecord(
                text.word(
                        "phase",
                        TimerPhase.values(),
                        TimerPhase::stateName,
                        atRest.phase(),
                        TimerPhase.ELAPSED),
                text.word(
                        "result",
                        TimerResult.values(),
                        TimerResult::wireName,
                        TimerResult.SUCCESS,
                        TimerResult.RESOURCES),
                text.moment("manager-start"),
                text.moment("started"),
                text.has("last-trigger")
                        ? text.moment("last-trigger")
                        : new Moment(text.number("last-stamp-usec", 0), 0),
                used,
                nexts,
                new TriggeredTimes(
                        !text.flag("unit-up"),
                        text.moment("unit-came-up"),
                        text.moment("unit-went-down")),
                new TimerElapse(
                        text.deadline("monotonic"),
                        text.number("realtime-token", 0),
                        text.number("realtime-usec", Long.MAX_VALUE)),
                text.number("chance", 0),
                text.number("question", 0),
                text.number("next-token", atRest.nextToken()));
    }
}
