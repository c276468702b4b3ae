package hearth.manager;

import hearth.unit.UnitType;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.TimerSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.value.exec.ManagedDirectory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a unit leaves on disk, and {@code systemctl clean} removes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemctl.1.html">systemctl(1), clean</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // a Setting is immutable, though no annotation says so
public enum CleanedResource {
    RUNTIME("runtime", ExecSettings.RUNTIME_DIRECTORY),
    STATE("state", ExecSettings.STATE_DIRECTORY),
    CACHE("cache", ExecSettings.CACHE_DIRECTORY),
    LOGS("logs", ExecSettings.LOGS_DIRECTORY),
    CONFIGURATION("configuration", ExecSettings.CONFIGURATION_DIRECTORY);

    private final String wireName;
    private final Setting<List<ManagedDirectory>> setting;

    CleanedResource(String wireName, Setting<List<ManagedDirectory>> setting) {
        this.wireName = wireName;
        this.setting = setting;
    }

    /** Returns the word of {@code --what=}. */
    public String wireName() {
        return wireName;
    }

    /** Returns the resource of this word. */
    public static Optional<CleanedResource> ofWireName(String word) {
        return Arrays.stream(values()).filter(one -> one.wireName.equals(word)).findFirst();
    }

    /** Returns whether units of a type can leave anything. */
    public static boolean isLeftBy(UnitType type) {
        return type.runsCommands() || type.leavesStamp();
    }

    /**
     * Returns what a unit may have left: its directories, a persistent timer the note of when it
     * was triggered last.
     */
    public static Set<CleanedResource> leftBy(UnitType type, Settings settings) {
        Set<CleanedResource> left = EnumSet.noneOf(CleanedResource.class);
        if (type.leavesStamp() && settings.get(TimerSettings.PERSISTENT)) {
            left.add(STATE);
        }
        if (type.runsCommands()) {
            for (CleanedResource resource : values()) {
                if (!settings.get(resource.setting).isEmpty()) {
                    left.add(resource);
                }
            }
        }
        return left;
    }
}
