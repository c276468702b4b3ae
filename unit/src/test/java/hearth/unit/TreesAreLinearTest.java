package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Cost;
import hearth.unit.install.Installer;
import hearth.unit.install.PresetRules;
import hearth.unit.load.UnitLoader;
import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is done with a tree of files costs four times as much where there are four times as many.
 */
class TreesAreLinearTest {
    private static final int SIZE = 200;

    private static void assertLinear(Class<? extends Consumer<Integer>> use) {
        assertThat(Cost.fault(use, Integer::valueOf, SIZE)).isEmpty();
    }

    private static Entry link(String target) {
        return new Entry.Link(target, Trees.file("[Service]\nExecStart=/bin/a\n"));
    }

    private static UnitTree tree(Map<String, Entry> entries) {
        return new UnitTree(List.of(Trees.directory("/c", Place.Role.CONFIG, entries)));
    }

    private static List<UnitName> numbered(int count, String name) {
        return IntStream.range(0, count).mapToObj(i -> new UnitName(name.formatted(i))).toList();
    }

    /** Aliases in a chain, each leading to the one before. */
    static final class DisableAChain implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            Map<String, Entry> entries = new HashMap<>();
            for (int i = 0; i < count; i++) {
                entries.put("a" + (i + 1) + ".service", link("a" + i + ".service"));
            }
            new Installer(tree(entries), Trees.ALICE, Installer.Options.PERSISTENT)
                    .disable(List.of(new UnitName("a0.service")));
        }
    }

    /** Units that are not there but linked: each is looked for among the links. */
    static final class DisableWhatIsNotThere implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            Map<String, Entry> links = new HashMap<>();
            numbered(count, "a%d.service").forEach(name -> links.put(name.text(), link("/x")));
            new Installer(
                            tree(Map.of("default.target.wants", new Entry.Directory(links))),
                            Trees.ALICE,
                            Installer.Options.PERSISTENT)
                    .disable(numbered(count, "a%d.service"));
        }
    }

    static final class Enable implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            Map<String, Entry> entries = new HashMap<>();
            numbered(count, "a%d.service")
                    .forEach(name ->
                            entries.put(name.text(), Trees.file("[Install]\nWantedBy=b.target\n")));
            new Installer(tree(entries), Trees.ALICE, Installer.Options.PERSISTENT)
                    .enable(numbered(count, "a%d.service"));
        }
    }

    /** Units of which as many are wanted by a target. */
    static final class States implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            Map<String, Entry> entries = new HashMap<>();
            Map<String, Entry> links = new HashMap<>();
            numbered(count, "a%d.service")
                    .forEach(name ->
                            entries.put(name.text(), Trees.file("[Install]\nWantedBy=b.target\n")));
            numbered(count, "b%d.service").forEach(name -> links.put(name.text(), link("/x")));
            entries.put("b.target.wants", new Entry.Directory(links));
            Installer installer =
                    new Installer(tree(entries), Trees.ALICE, Installer.Options.PERSISTENT);
            numbered(count, "a%d.service").forEach(installer::state);
        }
    }

    /** A unit with many names, as many drop-ins, links and dependencies on others. */
    static final class LoadOneOfManyNames implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            Map<String, Entry> entries = new HashMap<>();
            Map<String, Entry> dropIns = new HashMap<>();
            StringBuilder text = new StringBuilder("[Unit]\n");
            for (int i = 0; i < count; i++) {
                entries.put("b" + i + ".target", new Entry.Link("a.target", Trees.file("")));
                dropIns.put(
                        i + ".conf", new Entry.File(UnitFile.parse("[Unit]\nAfter=x.target"), 0));
                text.append("After=c").append(i).append(".target\n");
            }
            entries.put("a.target.d", new Entry.Directory(dropIns));
            entries.put("a.target", Trees.file(text.toString()));
            new UnitLoader(Trees.ALICE).load(new UnitName("a.target"), tree(entries));
        }
    }

    static final class Presets implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            PresetRules rules =
                    PresetRules.parse(Map.of("a", "enable x*a*a*b one two\n".repeat(count)));
            rules.verdict(new UnitName("xaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.service"));
        }
    }

    @Test
    void unitsAreEnabledAndDisabledInOneGo() {
        assertLinear(DisableAChain.class);
        assertLinear(DisableWhatIsNotThere.class);
        assertLinear(Enable.class);
    }

    @Test
    void theStatesOfAllUnitsCostWhatTheirLinksCost() {
        assertLinear(States.class);
    }

    @Test
    void aUnitCostsItsNamesItsDropInsAndItsDependencies() {
        assertLinear(LoadOneOfManyNames.class);
    }

    @Test
    void rulesAreReadOnce() {
        assertLinear(Presets.class);
    }
}
