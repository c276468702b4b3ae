package hearth.dbus.object;

import java.util.List;

/**
 * An object's description in XML, shaped as libsystemd's.
 *
 * @see <a
 *     href="https://dbus.freedesktop.org/doc/dbus-specification.html#introspection-format">D-Bus,
 *     introspection data format</a>
 */
final class Introspection {
    private static final String DOCTYPE =
            """
            <!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
            "https://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
            <node>
            """;

    private final StringBuilder xml = new StringBuilder(DOCTYPE);

    private Introspection() {}

    /** Returns the description of an object with these interfaces and these nodes below it. */
    static String of(List<InterfaceTable<?>> interfaces, List<String> children) {
        var description = new Introspection();
        interfaces.forEach(description::addInterface);
        for (String child : children) {
            description.xml.append(" <node name=\"").append(child).append("\"/>\n");
        }
        return description.xml.append("</node>\n").toString();
    }

    private void addInterface(InterfaceTable<?> table) {
        xml.append(" <interface name=\"").append(table.name()).append("\">\n");
        table.members().forEach(this::addMember);
        xml.append(" </interface>\n");
    }

    private void addMember(Member<?> member) {
        switch (member) {
            case Method<?> method -> {
                open("method", method.name());
                List<String> in = method.in().types();
                List<String> out = method.out().types();
                for (int i = 0; i < in.size(); i++) {
                    addArgument(in.get(i), name(method.argumentNames(), i), "in");
                }
                for (int i = 0; i < out.size(); i++) {
                    addArgument(out.get(i), name(method.argumentNames(), in.size() + i), "out");
                }
                xml.append("  </method>\n");
            }
            case Signal<?> signal -> {
                open("signal", signal.name());
                List<String> types = signal.type().types();
                for (int i = 0; i < types.size(); i++) {
                    addArgument(types.get(i), name(signal.argumentNames(), i), "");
                }
                xml.append("  </signal>\n");
            }
            case Property<?> property -> addProperty(property);
        }
    }

    private void open(String tag, String name) {
        xml.append("  <").append(tag).append(" name=\"").append(name).append("\">\n");
    }

    private void addArgument(String type, String name, String direction) {
        xml.append("   <arg type=\"").append(type).append('"');
        if (!name.isEmpty()) {
            xml.append(" name=\"").append(name).append('"');
        }
        if (!direction.isEmpty()) {
            xml.append(" direction=\"").append(direction).append('"');
        }
        xml.append("/>\n");
    }

    private void addProperty(Property<?> property) {
        String access = property.setter().isPresent() ? "readwrite" : "read";
        xml.append("  <property name=\"").append(property.name());
        xml.append("\" type=\"").append(property.type());
        xml.append("\" access=\"").append(access).append("\">\n");
        if (property.emits() != Property.Emits.CHANGE) {
            xml.append("   <annotation name=\"org.freedesktop.DBus.Property.EmitsChangedSignal\"");
            xml.append(" value=\"").append(property.emits().wireName()).append("\"/>\n");
        }
        xml.append("  </property>\n");
    }

    private static String name(List<String> names, int index) {
        return index < names.size() ? names.get(index) : "";
    }
}
