package hearth.dbus;

import java.util.List;

/** A value of any type, for tests and for code that shows what it does not know. */
public sealed interface Value {
    /** Returns the value's type. */
    Signature signature();

    /** A byte. */
    record Uint8(int value) implements Value {
        @Override
        public Signature signature() {
            return Signature.of("y");
        }
    }

    /** A boolean. */
    record Bool(boolean value) implements Value {
        @Override
        public Signature signature() {
            return Signature.BOOLEAN;
        }
    }

    /** A signed 16-bit number. */
    record Int16(int value) implements Value {
        @Override
        public Signature signature() {
            return Signature.of("n");
        }
    }

    /** An unsigned 16-bit number. */
    record Uint16(int value) implements Value {
        @Override
        public Signature signature() {
            return Signature.of("q");
        }
    }

    /** A signed 32-bit number. */
    record Int32(int value) implements Value {
        @Override
        public Signature signature() {
            return Signature.INT32;
        }
    }

    /** An unsigned 32-bit number, 0 to 2^32-1. */
    record Uint32(long value) implements Value {
        @Override
        public Signature signature() {
            return Signature.UINT32;
        }
    }

    /** A signed 64-bit number. */
    record Int64(long value) implements Value {
        @Override
        public Signature signature() {
            return Signature.of("x");
        }
    }

    /** An unsigned 64-bit number, as its bits. */
    record Uint64(long value) implements Value {
        @Override
        public Signature signature() {
            return Signature.UINT64;
        }
    }

    /** A floating point number. */
    record Real(double value) implements Value {
        @Override
        public Signature signature() {
            return Signature.of("d");
        }
    }

    /** A string. */
    record Text(String value) implements Value {
        @Override
        public Signature signature() {
            return Signature.STRING;
        }
    }

    /** An object path. */
    record Path(DbusPath value) implements Value {
        @Override
        public Signature signature() {
            return Signature.OBJECT_PATH;
        }
    }

    /** A signature. */
    record Type(Signature value) implements Value {
        @Override
        public Signature signature() {
            return Signature.of("g");
        }
    }

    /** The index of a descriptor. */
    record Handle(int index) implements Value {
        @Override
        public Signature signature() {
            return Signature.of("h");
        }
    }

    /** An array; {@code element} is the type of its items, which may be a dictionary's entry. */
    record Array(String element, List<Value> items) implements Value {
        /** Copies the items. */
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public Signature signature() {
            return Signature.of("a" + element);
        }
    }

    /** An entry of a dictionary: only as an item of an {@link Array}. */
    record Entry(Value key, Value value) implements Value {
        /** Returns the signature of an array of such entries: an entry alone has none. */
        @Override
        public Signature signature() {
            return Signature.of("a{" + key.signature() + value.signature() + "}");
        }
    }

    /** A struct of at least one field. */
    record Struct(List<Value> fields) implements Value {
        /** Copies the fields. */
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public Signature signature() {
            var text = new StringBuilder("(");
            fields.forEach(field -> text.append(field.signature()));
            return Signature.of(text.append(')').toString());
        }
    }

    /** A variant. */
    record Variant(Value value) implements Value {
        @Override
        public Signature signature() {
            return Signature.VARIANT;
        }
    }
}
