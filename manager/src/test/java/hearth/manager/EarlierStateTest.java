package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Host;
import hearth.manager.type.service.ServiceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * State that another version has written. The file was written when states were told by the names
 * of Java's constants.
 */
class EarlierStateTest {
    private static final String FILE = "snapshots-of-constants.txt";

    /** The processes that live. */
    private static final List<Host.LiveProcess> PROCESSES =
            List.of(
                    new Host.LiveProcess(25769803777L, 100, House.APP + "steady.service"),
                    new Host.LiveProcess(47244640257L, 105, House.APP + "hard.service"),
                    new Host.LiveProcess(51539607553L, 106, House.APP + "ready.service"),
                    new Host.LiveProcess(55834574849L, 107, House.APP + "pre.service"));

    private static Map<String, String> read() throws IOException {
        try (InputStream file = EarlierStateTest.class.getResourceAsStream(FILE)) {
            assertThat(file).isNotNull();
            String text =
                    file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> snapshots = new LinkedHashMap<>();
            for (String part : text.substring("== ".length()).split("\n== ", -1)) {
                int end = part.indexOf('\n');
                snapshots.put(part.substring(0, end), part.substring(end + 1) + "\n");
            }
            return snapshots;
        }
    }

    private static House takenOver(Map<String, String> snapshots) {
        House house =
                House.ofUser()
                        .service(
                                "steady",
                                "ExecStart=/bin/sleep 1",
                                "WatchdogSec=30",
                                "NotifyAccess=all")
                        .service(
                                "once",
                                "Type=oneshot",
                                "ExecStartPre=/bin/true",
                                "ExecStart=/bin/true",
                                "RemainAfterExit=yes")
                        .service("bad", "ExecStart=/bin/false")
                        .service("again", "ExecStart=/bin/false", "Restart=always", "RestartSec=1h")
                        .service("ready", "Type=notify", "ExecStart=/bin/sleep 1")
                        .service("pre", "ExecStartPre=/bin/sleep 9", "ExecStart=/bin/sleep 1")
                        .service("hard", "ExecStart=/bin/stubborn", "TimeoutStopSec=50")
                        .fresh();
        List<Host.Snapshot> kept = new ArrayList<>();
        snapshots.forEach((name, text) -> kept.add(new Host.Snapshot(name, text)));
        house.host.add(0, "run-1.scope", House.APP + "run-1.scope", "shell");
        house.manager.restore(kept);
        house.manager.coldplug(
                new Host.Inventory(PROCESSES, List.of(), List.of(House.APP + "run-1.scope")));
        return house;
    }

    @Test
    void stateInJavasWordsIsTakenOver() throws IOException {
        House house = takenOver(read());

        assertThat(house.state("steady.service")).isEqualTo("active/running");
        assertThat(house.unit("steady.service").freezerState().wireName()).isEqualTo("frozen");
        assertThat(house.state("once.service")).isEqualTo("active/exited");
        assertThat(house.state("bad.service")).isEqualTo("failed/failed");
        assertThat(house.unit("bad.service").record(ServiceRecord.class).orElseThrow().result())
                .hasToString("EXIT_CODE");
        assertThat(house.state("again.service")).isEqualTo("activating/auto-restart");
        assertThat(house.state("hard.service")).isEqualTo("deactivating/stop-sigterm");
        assertThat(house.state("ready.service")).isEqualTo("activating/start");
        assertThat(house.state("pre.service")).isEqualTo("activating/start-pre");
        assertThat(house.state("run-1.scope")).isEqualTo("active/abandoned");
        assertThat(house.state("app.slice")).isEqualTo("active/active");
        assertThat(house.manager.jobs())
                .extracting(job -> job.unit().id() + " " + job.type().wireName())
                .containsExactlyInAnyOrder(
                        "hard.service stop", "ready.service start", "pre.service start");
        assertThat(house.host.log).noneMatch(line -> line.contains("could not be taken over"));
    }

    @Test
    void whatIsWrittenHasNoNameOfAConstant() throws IOException {
        Map<String, String> written = new LinkedHashMap<>(takenOver(read()).host.snapshots);
        written.remove("manager"); // has names of variables

        assertThat(written).containsKeys("hard.service", "pre.service", "run-1.scope");
        assertThat(String.join("", written.values())).doesNotContainPattern("[A-Z]{3}");
    }

    @Test
    void wordsOfALaterVersionCostNoService() throws IOException {
        Map<String, String> snapshots = read();
        snapshots.computeIfPresent(
                "steady.service",
                (name, text) ->
                        text.replace("phase=running", "phase=hovering high")
                                        .replace("result=SUCCESS", "result=novel")
                                        .replace("freezer=FROZEN", "freezer=chilled")
                                + "command.ExecSomething.0=1 0 0 0 0 0 0\nfuture=yes\n");
        snapshots.computeIfPresent(
                "hard.service", (name, text) -> text.replace("job=9 STOP", "job=9 ponder"));
        snapshots.computeIfPresent(
                "run-1.scope", (name, text) -> text.replace("phase=ABANDONED", "phase=adopted"));

        House house = takenOver(snapshots);

        assertThat(house.state("steady.service")).isEqualTo("active/running");
        assertThat(house.state("hard.service")).isEqualTo("deactivating/stop-sigterm");
        assertThat(house.state("run-1.scope")).isEqualTo("active/running");
        assertThat(house.host.log)
                .filteredOn(line -> line.contains("could not be taken over whole"))
                .hasSize(7)
                .anyMatch(line -> line.contains("phase=hovering high means nothing"))
                .anyMatch(line -> line.contains("job=ponder means nothing"));
    }
}
