package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Calls;
import hearth.nix.evaluation.Expect;
import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Positions;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Functions of attribute sets. */
enum SetBuiltin implements Builtin.Body {
    ATTR_NAMES("attrNames", 1),
    ATTR_VALUES("attrValues", 1),
    CAT_ATTRS("catAttrs", 2),
    GET_ATTR("getAttr", 2),
    GROUP_BY("groupBy", 2),
    HAS_ATTR("hasAttr", 2),
    INTERSECT_ATTRS("intersectAttrs", 2),
    LIST_TO_ATTRS("listToAttrs", 1),
    MAP_ATTRS("mapAttrs", 2),
    REMOVE_ATTRS("removeAttrs", 2),
    UNSAFE_GET_ATTR_POS("unsafeGetAttrPos", 2),
    ZIP_ATTRS_WITH("zipAttrsWith", 2);

    private final String nixName;
    private final int arity;

    SetBuiltin(String nixName, int arity) {
        this.nixName = nixName;
        this.arity = arity;
    }

    @Override
    public String nixName() {
        return nixName;
    }

    @Override
    public int arity() {
        return arity;
    }

    @Override
    public Value apply(Call call) {
        return switch (this) {
            case ATTR_NAMES -> attrNames(call);
            case ATTR_VALUES -> attrValues(call);
            case CAT_ATTRS -> catAttrs(call);
            case GET_ATTR -> getAttr(call);
            case GROUP_BY -> groupBy(call);
            case HAS_ATTR -> BoolValue.of(call.set(1).has(call.text(0)));
            case INTERSECT_ATTRS -> intersectAttrs(call);
            case LIST_TO_ATTRS -> listToAttrs(call);
            case MAP_ATTRS -> mapAttrs(call);
            case REMOVE_ATTRS -> removeAttrs(call);
            case UNSAFE_GET_ATTR_POS -> Positions.value(call.set(1).position(call.text(0)));
            case ZIP_ATTRS_WITH -> zipAttrsWith(call);
        };
    }

    private static Value attrNames(Call call) {
        AttributeSet set = call.set(0);
        Lazy[] names = new Lazy[set.size()];
        call.charge(20L * names.length);
        for (int i = 0; i < names.length; i++) {
            names[i] = new Text(set.nameAt(i));
        }
        return ListValue.of(names);
    }

    private static Value attrValues(Call call) {
        AttributeSet set = call.set(0);
        Lazy[] values = new Lazy[set.size()];
        call.charge(4L * values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = set.valueAt(i);
        }
        return ListValue.of(values);
    }

    private static Value catAttrs(Call call) {
        String name = call.text(0);
        List<Lazy> found = new ArrayList<>();
        for (Lazy element : call.list(1)) {
            Lazy value = Expect.set(element.force(), call.site()).get(name);
            if (value != null) {
                found.add(value);
            }
        }
        return ListValue.copyOf(found);
    }

    private static Value getAttr(Call call) {
        String name = call.text(0);
        return call.required(call.set(1), name).force();
    }

    private static Value groupBy(Call call) {
        Value function = call.function(0);
        Map<String, List<Lazy>> groups = new TreeMap<>();
        for (Lazy element : call.list(1)) {
            String name = Expect.text(call.call(function, element), call.site());
            groups.computeIfAbsent(name, key -> new ArrayList<>()).add(element);
        }
        List<Attribute> attributes = new ArrayList<>();
        groups.forEach((name, elements) ->
                attributes.add(new Attribute(name, ListValue.copyOf(elements))));
        return AttributeSet.of(attributes);
    }

    private static Value intersectAttrs(Call call) {
        AttributeSet names = call.set(0);
        return call.set(1).restrictedTo(names);
    }

    private static Value listToAttrs(Call call) {
        List<Attribute> attributes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Lazy element : call.list(0)) {
            AttributeSet pair = Expect.set(element.force(), call.site());
            String name = Expect.text(call.required(pair, "name").force(), call.site());
            if (seen.add(name)) {
                attributes.add(
                        new Attribute(name, call.required(pair, "value"), pair.position("name")));
            }
        }
        return AttributeSet.of(attributes);
    }

    private static Value mapAttrs(Call call) {
        AttributeSet set = call.set(1);
        call.charge(40L * set.size());
        Value function = set.isEmpty() ? set : call.function(0);
        Lazy[] values = new Lazy[set.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Calls.later(function, new Text(set.nameAt(i)), set.valueAt(i), call.site());
        }
        return set.withValues(values);
    }

    private static Value removeAttrs(Call call) {
        AttributeSet set = call.set(0);
        Set<String> names = new HashSet<>();
        for (Lazy element : call.list(1)) {
            names.add(Expect.text(element.force(), call.site()));
        }
        return set.without(names);
    }

    private static Value zipAttrsWith(Call call) {
        Value function = call.function(0);
        Map<String, List<Lazy>> groups = new TreeMap<>();
        Map<String, Position> positions = new TreeMap<>();
        for (Lazy element : call.list(1)) {
            AttributeSet set = Expect.set(element.force(), call.site());
            for (Attribute attribute : set) {
                groups.computeIfAbsent(attribute.name(), key -> new ArrayList<>())
                        .add(attribute.value());
                positions.putIfAbsent(attribute.name(), attribute.position());
            }
        }
        List<Attribute> attributes = new ArrayList<>();
        groups.forEach((name, values) -> {
            Lazy zipped =
                    Calls.later(function, new Text(name), ListValue.copyOf(values), call.site());
            attributes.add(
                    new Attribute(name, zipped, positions.getOrDefault(name, Position.NONE)));
        });
        return AttributeSet.of(attributes);
    }
}
