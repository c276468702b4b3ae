package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.regex.Regex;
import hearth.nix.regex.RegexSyntaxException;
import hearth.nix.source.ByteStrings;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.NullValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions of regular expressions. */
enum RegexBuiltin implements Builtin.Body {
    MATCH("match"),
    SPLIT("split");

    private final String nixName;

    RegexBuiltin(String nixName) {
        this.nixName = nixName;
    }

    @Override
    public String nixName() {
        return nixName;
    }

    @Override
    public int arity() {
        return 2;
    }

    @Override
    public Value apply(Call call) {
        Regex regex = compiled(call);
        String text = call.coerced(1);
        return switch (this) {
            case MATCH -> {
                Optional<Regex.Match> match = regex.matchWhole(text, meter(call));
                yield match.isPresent() ? groups(regex, match.get()) : NullValue.NULL;
            }
            case SPLIT -> split(call, regex, text);
        };
    }

    private static Regex.Meter meter(Call call) {
        return steps -> call.evaluation().steps(steps, call.site());
    }

    private static Regex compiled(Call call) {
        String pattern = call.text(0);
        try {
            return Regex.compile(pattern);
        } catch (RegexSyntaxException e) {
            throw call.error(
                    "invalid regular expression '"
                            + ByteStrings.decode(pattern)
                            + "': "
                            + e.getMessage());
        }
    }

    private static Value split(Call call, Regex regex, String text) {
        List<Lazy> pieces = new ArrayList<>();
        int done = 0;
        int from = 0;
        while (from <= text.length()) {
            Optional<Regex.Match> found = regex.find(text, from, meter(call));
            if (found.isEmpty()) {
                break;
            }
            Regex.Match match = found.get();
            call.charge(64);
            pieces.add(new Text(text.substring(done, match.start())));
            pieces.add(groups(regex, match));
            done = match.end();
            from = match.end() > match.start() ? match.end() : match.end() + 1;
        }
        pieces.add(new Text(text.substring(done)));
        return ListValue.copyOf(pieces);
    }

    private static ListValue groups(Regex regex, Regex.Match match) {
        Lazy[] groups = new Lazy[regex.groups()];
        for (int i = 0; i < groups.length; i++) {
            Optional<String> group = match.group(i + 1);
            groups[i] = group.isPresent() ? new Text(group.get()) : NullValue.NULL;
        }
        return ListValue.of(groups);
    }
}
