package hearth.unit;

import static hearth.unit.Trees.file;
import static hearth.unit.Trees.loaded;
import static hearth.unit.Trees.vendor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.KillSettings;
import hearth.unit.catalogue.PathSettings;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.catalogue.SandboxSettings;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.catalogue.SocketSettings;
import hearth.unit.catalogue.TimerSettings;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.ListenAddress;
import hearth.unit.trigger.ListenKind;
import hearth.unit.trigger.ListenSocket;
import hearth.unit.trigger.PathWatch;
import hearth.unit.trigger.TimerBase;
import hearth.unit.trigger.TimerTrigger;
import hearth.unit.value.Choices;
import hearth.unit.value.Condition;
import hearth.unit.value.ConditionKind;
import hearth.unit.value.exec.CpuSet;
import hearth.unit.value.exec.ExecCommand;
import hearth.unit.value.exec.IoSchedulingClass;
import hearth.unit.value.exec.OutputStream;
import hearth.unit.value.exec.ResourceLimit;
import hearth.unit.value.resource.Amount;
import hearth.unit.value.resource.Delegation;
import hearth.unit.value.service.ExitStatusSet;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.ServiceType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the lines of a unit come to: values, and what is said of them. */
class UnitValuesTest {
    private static final String SIMPLE = "[Service]\nExecStart=/bin/true\n";

    private static UnitDefinition service(String lines) {
        return loaded("a.service", SIMPLE + lines);
    }

    private static <T> void reads(Setting<T> setting, String lines, T value) {
        String section = setting.sections().getFirst();
        String head = section.equals("Unit") ? SIMPLE + "[Unit]\n" : SIMPLE;
        UnitDefinition unit = loaded("a.service", head + lines);
        assertThat(unit.settings().get(setting)).as(lines).isEqualTo(value);
        assertThat(unit.diagnostics())
                .as(lines)
                .hasSize(setting.enforcement() == Enforcement.NOT_ENFORCED ? 1 : 0);
    }

    @Test
    void whatTheSystemScopeAloneActsOnIsSaidOfAUsersUnit() {
        assertThat(service("PAMName=login\n").diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("'PAMName=' is not enforced");
    }

    private static void warns(String line, String message) {
        UnitDefinition unit = service(line);
        assertThat(unit.diagnostics()).as(line).hasSize(1);
        assertThat(unit.diagnostics().getFirst().message()).contains(message);
        assertThat(unit.diagnostics().getFirst().severity()).isEqualTo(Diagnostic.Severity.WARNING);
    }

    private static void refuses(String name, String text, String message) {
        LoadResult result =
                new UnitLoader(Trees.ALICE)
                        .load(new UnitName(name), vendor(Map.of(name, file(text))));
        assertThat(result).as(text).isInstanceOf(LoadResult.BadSetting.class);
        assertThat(((LoadResult.BadSetting) result).diagnostic().message()).contains(message);
    }

    @Test
    void whatIsNotEnforcedIsSaid() {
        assertThat(service("PrivateTmp=yes\n").diagnostics())
                .singleElement()
                .satisfies(said -> {
                    assertThat(said.severity()).isEqualTo(Diagnostic.Severity.NOTICE);
                    assertThat(said.message()).isEqualTo("'PrivateTmp=' is not enforced");
                    assertThat(said.line()).isEqualTo(3);
                });
    }

    @Test
    void whatIsEnforcedOrAsksForTheDefaultIsTakenWithoutAWord() {
        assertThat(service("PrivateTmp=no\nUMask=027\nMemoryMax=1G\n").diagnostics()).isEmpty();
    }

    @Test
    void valuesAreReadAsTheirManualPagesSay() {
        reads(ServiceSettings.RESTART_SEC, "RestartSec=1min 30s", TimeSpan.ofSeconds(90));
        reads(ServiceSettings.TIMEOUT_STOP_SEC, "TimeoutSec=0", TimeSpan.INFINITY);
        reads(UnitSettings.DESCRIPTION, "Description=100%% of %u", "100% of alice");
        reads(ExecSettings.UMASK, "UMask=027", 027);
        reads(
                ExecSettings.IO_SCHEDULING_CLASS,
                "IOSchedulingClass=none",
                IoSchedulingClass.BEST_EFFORT);
        reads(ExecSettings.IO_SCHEDULING_CLASS, "IOSchedulingClass=3", IoSchedulingClass.IDLE);
        reads(ExecSettings.EXEC_SEARCH_PATH, "ExecSearchPath=/a:/b/", List.of("/a", "/b"));
        reads(ExecSettings.USER, "User=-x@y z", "-x@y z");
        reads(
                SandboxSettings.RESTRICT_ADDRESS_FAMILIES,
                "RestrictAddressFamilies=~AF_INET AF_UNIX",
                new Choices(false, List.of("AF_INET", "AF_UNIX")));
        reads(ExecSettings.TIMER_SLACK_N_SEC, "TimerSlackNSec=70000", 70_000);
        reads(ExecSettings.TIMER_SLACK_N_SEC, "TimerSlackNSec=5ms", 5_000_000);
        reads(KillSettings.KILL_SIGNAL, "KillSignal=SIGINT", 2);
        reads(ExecSettings.LIMIT_NOFILE, "LimitNOFILE=1024:4096", new ResourceLimit(1024, 4096));
        reads(ExecSettings.LIMIT_CPU, "LimitCPU=1min", new ResourceLimit(60, 60));
        reads(ExecSettings.LIMIT_NICE, "LimitNICE=-5", new ResourceLimit(25, 25));
        reads(ResourceControlSettings.CPU_QUOTA, "CPUQuota=20%", new TimeSpan(200_000));
        reads(ResourceControlSettings.MEMORY_MAX, "MemoryMax=1.5G", new Amount.Count(1610612736L));
        reads(ResourceControlSettings.TASKS_MAX, "TasksMax=33%", new Amount.Fraction(3300));
        reads(ResourceControlSettings.CPU_WEIGHT, "CPUWeight=idle", 0L);
        reads(
                ResourceControlSettings.DELEGATE,
                "Delegate=cpu memory",
                new Delegation(true, List.of("cpu", "memory"), false));
        reads(
                ServiceSettings.SUCCESS_EXIT_STATUS,
                "SuccessExitStatus=TEMPFAIL 250 SIGKILL",
                new ExitStatusSet(Set.of(75, 250), Set.of(9)));
        reads(
                ExecSettings.STANDARD_OUTPUT,
                "StandardOutput=append:%h/log",
                new OutputStream.File("/home/alice/log", OutputStream.Opening.APPEND));
        reads(ServiceSettings.PID_FILE, "PIDFile=a.pid", "/run/user/1000/a.pid");
        reads(ExecSettings.CPU_AFFINITY, "CPUAffinity=0-2,5", CpuSet.of(0, 1, 2, 5));
        reads(ServiceSettings.GUESS_MAIN_PID, "GuessMainPID=off", false);
    }

    @Test
    void aSpecifierThatIsUnknownTakesItsLineAway() {
        for (String specifier : List.of("%z", "%F", "%e", "%D", "%1")) {
            warns("Environment=A=" + specifier, specifier + " has no meaning here, ignored");
            warns("PIDFile=/" + specifier, specifier + " has no meaning here, ignored");
        }
    }

    @Test
    void withoutADescriptionThatResolvesThereIsNone() {
        assertThat(
                        loaded("a.service", "[Unit]\nDescription=a %z b\n" + SIMPLE)
                                .settings()
                                .get(UnitSettings.DESCRIPTION))
                .isEmpty();
    }

    @Test
    void aSpecifierThatIsUnknownRefusesWhatDecidesWhatRunsAndAsWhom() {
        for (String line :
                List.of(
                        "ExecStartPost=/bin/echo %z",
                        "ExecStartPost=/bin/%z",
                        "WorkingDirectory=/%z",
                        "User=%z",
                        "Group=%z",
                        "SupplementaryGroups=a %z",
                        "RootDirectory=/%z",
                        "RootImage=/%z")) {
            refuses("a.service", SIMPLE + line + "\n", "%z has no meaning here");
        }
        warns("ExecStartPost=-/bin/echo %z", "%z has no meaning here, ignored");
        warns("WorkingDirectory=-/%z", "%z has no meaning here, ignored");
    }

    @Test
    void aPercentSignBeforeNoLetterOrDigitIsOne() {
        reads(UnitSettings.DESCRIPTION, "Description=50%, 5%%- %", "50%, 5%- %");
    }

    @Test
    void controlGroupsAndCredentialsHaveSpecifiers() {
        UnitDefinition unit = loaded("a.service", "[Service]\nExecStart=/bin/x %d %c %r %R\n");

        String manager = "/user.slice/user-1000.slice/user@1000.service";
        assertThat(unit.settings().get(ServiceSettings.EXEC_START).getFirst().argv())
                .containsExactly(
                        "/bin/x",
                        "/run/user/1000/credentials/a.service",
                        manager + "/a.service",
                        manager,
                        manager);
        assertThat(unit.diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "%c is deprecated: it need not be where the unit runs",
                        "%r is deprecated: it need not be where the unit runs",
                        "%R is deprecated: it need not be where the unit runs");
    }

    @Test
    void theLastScalarCountsAndAnEmptyOneIsToldWhereItMeansNothing() {
        reads(ServiceSettings.RESTART_SEC, "RestartSec=1\nRestartSec=2", TimeSpan.ofSeconds(2));
        reads(ExecSettings.NICE, "Nice=1\nNice=", 0);
        warns("RestartSec=1\nRestartSec=", "'' is not a time span");
    }

    @Test
    void listsGrowAndAnEmptyLineEmptiesThem() {
        reads(
                ExecSettings.ENVIRONMENT,
                "Environment=A=1 \"B=x y\"\nEnvironment=A=2",
                List.of("A=2", "B=x y"));
        reads(
                ExecSettings.ENVIRONMENT,
                "Environment=A=1\nEnvironment=\nEnvironment=C=3",
                List.of("C=3"));
    }

    @Test
    void anEmptyDependencyTakesNothingBack() {
        reads(UnitSettings.AFTER, "After=b.service\nAfter=", List.of(new UnitName("b.service")));
    }

    @Test
    void anEmptyConditionOfAnyKindForgetsAllOfThem() {
        reads(
                UnitSettings.CONDITIONS,
                "ConditionPathExists=/a\nConditionUser=\nConditionPathExists=|!/b",
                List.of(new Condition(ConditionKind.PATH_EXISTS, true, true, "/b")));
    }

    @Test
    void anEmptyLineOfAnyKindForgetsAllTriggers() {
        UnitDefinition timer =
                loaded(
                        "a.timer",
                        """
                        [Timer]
                        OnCalendar=daily
                        OnBootSec=
                        OnActiveSec=1min 30
                        OnCalendar=nonsense
                        """);
        UnitDefinition path =
                loaded(
                        "a.path",
                        """
                        [Path]
                        PathExists=/a
                        PathChanged=
                        PathModified=/f/%n
                        PathExists=relative
                        PathExists=/b/../c
                        """);
        UnitDefinition socket =
                loaded(
                        "a.socket",
                        """
                        [Socket]
                        ListenStream=1
                        ListenFIFO=
                        ListenFIFO=/run//%N/
                        ListenStream=localhost:1
                        """);

        assertThat(timer.settings().get(TimerSettings.TRIGGERS))
                .containsExactly(new TimerTrigger.After(TimerBase.ACTIVE, TimeSpan.ofSeconds(90)));
        assertThat(path.settings().get(PathSettings.WATCHES))
                .containsExactly(new PathWatch(PathWatch.Kind.MODIFIED, "/f/a.path"));
        assertThat(socket.settings().get(SocketSettings.LISTEN))
                .containsExactly(
                        new ListenSocket(ListenKind.FIFO, new ListenAddress.Path("/run/a")));
    }

    @Test
    void aUnitThatIsTriggeredByTooMuchIsRefused() {
        String many = "OnActiveSec=1\n".repeat(1_025);

        refuses(
                "a.timer",
                "[Timer]\n" + many,
                "there are 1025 times, and a unit may have 1024 at most");
    }

    @Test
    void commandsKnowPrefixesQuotesAndSeparators() {
        UnitDefinition unit =
                loaded(
                        "a.service",
                        "[Service]\nType=oneshot\nExecStart=-@/bin/sh name 'a b' \\x41 \"\" ; +prog"
                                + " \\; $X\n");

        assertThat(unit.settings().get(ServiceSettings.EXEC_START))
                .containsExactly(
                        new ExecCommand(
                                "/bin/sh",
                                List.of("name", "a b", "A", ""),
                                Set.of(ExecCommand.Flag.IGNORE_FAILURE)),
                        new ExecCommand(
                                "prog",
                                List.of("prog", ";", "$X"),
                                Set.of(ExecCommand.Flag.FULLY_PRIVILEGED)));
    }

    private static List<String> commands(String line) {
        return loaded("a.service", "[Service]\nType=oneshot\nExecStart=" + line + "\n")
                .settings()
                .get(ServiceSettings.EXEC_START)
                .stream()
                .map(command -> command.path() + " " + String.join("|", command.argv()))
                .toList();
    }

    @Test
    void aSeparatorMayStandWhereNoCommandDoes() {
        assertThat(commands("; /bin/a b")).containsExactly("/bin/a /bin/a|b");
        assertThat(commands("/bin/a ; ; /bin/b ;"))
                .containsExactly("/bin/a /bin/a", "/bin/b /bin/b");
    }

    @Test
    void aCommandThatMayFailEndsItsLineAndNotThoseBeforeIt() {
        assertThat(commands("/bin/a ; -/ ; /bin/b")).containsExactly("/bin/a /bin/a");
        refuses("a.service", "[Service]\nExecStart=/bin/a ; /bin/b/\n", "is a directory");
    }

    @Test
    void aProgramsNameMayBeEmptyAndItsPathHasNoBackslash() {
        assertThat(commands("@/bin/a \"\" b")).containsExactly("/bin/a |b");
        refuses("a.service", "[Service]\nExecStart=/bin/a\\\\b\n", "special characters");
        refuses("a.service", "[Service]\nExecStart=@/bin/a\n", "no name for its program");
    }

    @Test
    void textAndDataOfTheInputAreOneInTheOrderWritten() {
        assertThat(
                        service(
                                        """
                                        StandardInputText=gone
                                        StandardInputData=
                                        StandardInputText=a\\tb %% \\x41
                                        StandardInputText=bad \\q
                                        StandardInputData=SGVsbG8K
                                        StandardInputText=end
                                        """)
                                .settings()
                                .get(ExecSettings.STANDARD_INPUT_DATA))
                .asString(UTF_8)
                .isEqualTo("a\tb % A\nHello\nend\n");
    }

    @Test
    void twoExclamationMarksAreOneFlag() {
        UnitDefinition unit = loaded("a.service", "[Service]\nExecStart=!!/bin/a\n");

        assertThat(unit.settings().get(ServiceSettings.EXEC_START).getFirst().flags())
                .containsExactly(ExecCommand.Flag.AMBIENT_MAGIC);
    }

    @Test
    void brokenValuesAreToldAndIgnored() {
        warns("RestartSec=soon", "'soon' is not a time span");
        warns("Restart=maybe", "'maybe' is no restart policy");
        warns("KillSignal=SIGFOO", "not a signal");
        warns("LimitNOFILE=5:4", "soft limit is above");
        warns("Environment=1A=2", "no variable or assignment");
        warns("WorkingDirectory=-x", "not an absolute path");
        warns("NoSuchThing=1", "unknown directive 'NoSuchThing=' in [Service]");
        warns("[Nonsense]\nA=1\nB=2", "section [Nonsense] is unknown");
        warns("ExecStop=-/bin/sh 'x", "a quote is not closed");
        warns("PIDFile=%D/x", "%D has no meaning here");
        warns("CPUQuota=20", "not a percentage");
        warns("DeviceAllow=/etc/x rw", "not a device and rights");
        warns("DeviceAllow=/dev/null xyz", "not a device and rights");
        warns("ReadOnlyPaths=-+x", "not an absolute path");
        warns("PIDFile=../x", "not a path without '..'");
        warns("SystemCallArchitectures=foo", "not an architecture");
        warns("MemoryMax=0", "leaves nothing");
        warns("TasksMax=0%", "leaves nothing");
        warns("BusName=a..b", "not a name on a bus");
        warns("Personality=foo", "not a personality");
        warns("LogNamespace=a/b", "not a name of a log namespace");
    }

    @Test
    void whatBeginsWithXIsNobodysBusiness() {
        assertThat(service("X-Foo=1\n[X-Bar]\nBaz=1\n[Unit]\nX-Y=2\n").diagnostics()).isEmpty();
    }

    @Test
    void servicesThatMakeNoSenseAreRefused() {
        refuses("a.service", "[Service]\nType=simple\n", "no ExecStart=, ExecStop=");
        refuses("a.service", "[Service]\nType=simple\nExecStop=/x\n", "only Type=oneshot allows");
        refuses("a.service", "[Service]\nType=oneshot\nExecStop=/x\n", "RemainAfterExit");
        refuses("a.service", SIMPLE + "ExecStart=/bin/b\n", "more than one ExecStart=");
        refuses("a.service", SIMPLE + "User=99999999999\n", "can be no user or group");
        refuses("a.service", SIMPLE + "WorkingDirectory=/a/../b\n", "without '..'");
        refuses("a.service", SIMPLE + "Type=oneshot\nRestart=always\n", "Restart=always");
        refuses("a.service", SIMPLE + "Type=dbus\n", "BusName=");
        refuses("a.service", "[Service]\nExecStart=a/b\n", "neither an absolute path");
        refuses("a.service", "[Service]\nExecStart=/a 'b\n", "a quote is not closed");
        refuses("a.service", SIMPLE + "WorkingDirectory=x\n", "not an absolute path");
        refuses("a.socket", "[Socket]\n", "listens to nothing");
        refuses("a.timer", "[Timer]\n", "never elapses");
        refuses("a.path", "[Path]\n", "watches no path");
        refuses("a--b.slice", "[Slice]\n", "not a slice's name");
    }

    @Test
    void unitsThatAreOfNoUseAreRefused() {
        refuses("q.mount", "[Mount]\nWhat=tmpfs\nWhere=/other\n", "does not fit the name");
        refuses("q.mount", "[Mount]\nWhere=/q\n", "there is no What=");
        refuses("q.automount", "[Automount]\nWhere=/other\n", "does not fit the name");
        refuses("q.swap", "[Swap]\nWhat=/other\n", "does not fit the name");
        refuses("q.path", "[Path]\nPathExists=rel\n", "watches no path");
        refuses("q.timer", "[Timer]\nOnBootSec=soon\n", "never elapses");
        refuses("q.socket", "[Socket]\nListenFIFO=rel\n", "listens to nothing");
        refuses(
                "q.socket",
                "[Socket]\nListenStream=/x\nAccept=yes\nMaxConnections=0\n",
                "takes no connection");
        assertThat(loaded("q-r.mount", "[Mount]\nWhat=tmpfs\nWhere=/q/r\n").settings()).isNotNull();
    }

    @Test
    void aScopeIsMadeByACallAndNotByAFile() {
        assertThat(
                        new UnitLoader(Trees.ALICE)
                                .load(
                                        new UnitName("a.scope"),
                                        vendor(Map.of("a.scope", file("[Scope]\n")))))
                .isInstanceOf(LoadResult.NotFound.class);
    }

    @Test
    void anEmptyServiceWithASuccessActionIsFine() {
        assertThat(
                        loaded("a.service", "[Unit]\nSuccessAction=exit\n")
                                .settings()
                                .get(ServiceSettings.TYPE))
                .isEqualTo(ServiceType.ONESHOT);
    }

    @Test
    void whatIsNotWrittenFollowsFromWhatIs() {
        assertThat(service("").settings().get(ServiceSettings.TYPE)).isEqualTo(ServiceType.SIMPLE);
        assertThat(service("BusName=a.b").settings().get(ServiceSettings.TYPE))
                .isEqualTo(ServiceType.DBUS);
        assertThat(service("Type=notify").settings().get(ServiceSettings.NOTIFY_ACCESS))
                .isEqualTo(NotifyAccess.MAIN);
        assertThat(service("Type=oneshot").settings().get(ServiceSettings.TIMEOUT_START_SEC))
                .isEqualTo(TimeSpan.INFINITY);
    }
}
