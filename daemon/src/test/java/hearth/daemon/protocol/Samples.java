package hearth.daemon.protocol;

import hearth.daemon.protocol.body.Bytes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Messages with anything in their fields, the same ones for the same seed. */
final class Samples {
    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    /** Returns every record that is a message of one of these interfaces. */
    static List<Class<?>> messages(Class<?>... interfaces) {
        var found = new ArrayList<Class<?>>();
        for (var type : interfaces) {
            if (type.isRecord()) {
                found.add(type);
            } else {
                found.addAll(messages(type.getPermittedSubclasses()));
            }
        }
        return found.stream().distinct().toList();
    }

    Message message(Class<?> type) throws ReflectiveOperationException {
        return (Message) any(type);
    }

    private Object any(Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType list) {
            var items = new ArrayList<>();
            for (int count = random.nextInt(4); count > 0; count--) {
                items.add(any(list.getActualTypeArguments()[0]));
            }
            return items;
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == int.class || type == Integer.class) {
            return random.nextInt();
        }
        if (type == long.class) {
            return random.nextLong();
        }
        if (type == String.class) {
            return text();
        }
        if (type == Bytes.class) {
            var bytes = new byte[random.nextInt(50)];
            random.nextBytes(bytes);
            return Bytes.of(bytes);
        }
        var part = (Class<?>) type;
        if (part.isEnum()) {
            return part.getEnumConstants()[random.nextInt(part.getEnumConstants().length)];
        }
        return record(part);
    }

    private Object record(Class<?> part) throws ReflectiveOperationException {
        var components = part.getRecordComponents();
        var values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = any(components[i].getGenericType());
        }
        var types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return part.getDeclaredConstructor(types).newInstance(values);
    }

    private String text() {
        return random.ints(random.nextInt(20), 1, 0x2fff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
