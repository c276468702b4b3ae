package hearth.api.login1;

import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.Value;
import hearth.login.linger.LeaseEnd;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;

/** What a caller of {@code Grant} wants. */
sealed interface LeaseWish {
    /** It makes sense; whether it can be had is another question. */
    record Good(OptionalLong uid, String owner, String reason, LeaseEnd end) implements LeaseWish {}

    /** It makes no sense. */
    record Fault(String errorName, String message) implements LeaseWish {}

    /** Reads a dictionary. */
    static LeaseWish read(MessageReader arguments, long nowUsec) {
        return new Reader(nowUsec).read(arguments);
    }

    /** A dictionary being read. */
    final class Reader {
        private final long nowUsec;
        private OptionalLong uid = OptionalLong.empty();
        private String owner = "";
        private String reason = "";
        private Optional<LeaseEnd> end = Optional.empty();

        private Reader(long nowUsec) {
            this.nowUsec = nowUsec;
        }

        private LeaseWish read(MessageReader arguments) {
            var seen = new HashSet<String>();
            arguments.openArray();
            while (arguments.hasNext()) {
                arguments.openEntry();
                String name = arguments.string();
                Value value = arguments.value();
                arguments.closeEntry();
                if (!seen.add(name)) {
                    return fault(name + " is said twice");
                }
                Optional<LeaseWish> fault = take(name, inner(value));
                if (fault.isPresent()) {
                    return fault.get();
                }
            }
            return new Good(uid, owner, reason, end.orElse(new LeaseEnd.Never()));
        }

        private static Value inner(Value value) {
            return value instanceof Value.Variant(Value content) ? content : value;
        }

        private Optional<LeaseWish> take(String name, Value value) {
            switch (value) {
                case Value.Uint32(long number) when name.equals("Uid") ->
                        uid = OptionalLong.of(number);
                case Value.Text(String text) when name.equals("Owner") -> owner = text;
                case Value.Text(String text) when name.equals("Reason") -> reason = text;
                case Value.Uint64(long usec) when name.equals("For") -> {
                    return takeFor(usec);
                }
                case Value.Uint64(long usec) when name.equals("Until") -> {
                    return takeEnd(new LeaseEnd.At(usec < 0 ? Long.MAX_VALUE : usec));
                }
                case Value.Bool(boolean isSo) when name.equals("UntilReboot") -> {
                    return isSo ? takeEnd(new LeaseEnd.Reboot()) : Optional.empty();
                }
                case Value.Text(String unit) when name.equals("While") -> {
                    return takeEnd(new LeaseEnd.While(unit));
                }
                case Value _ when name.equals("Only") -> {
                    return Optional.of(
                            new Fault(
                                    ErrorName.NOT_SUPPORTED,
                                    "a lease for some units only is not supported yet: all of the"
                                            + " user's services linger, or none"));
                }
                default -> {
                    return Optional.of(fault("what is wished cannot be " + name + ", or not so"));
                }
            }
            return Optional.empty();
        }

        private Optional<LeaseWish> takeFor(long usec) {
            boolean isTooLong = usec < 0 || usec > Long.MAX_VALUE - nowUsec;
            return takeEnd(new LeaseEnd.At(isTooLong ? Long.MAX_VALUE : nowUsec + usec));
        }

        private Optional<LeaseWish> takeEnd(LeaseEnd one) {
            if (end.isPresent()) {
                return Optional.of(fault("a lease has one end"));
            }
            end = Optional.of(one);
            return Optional.empty();
        }

        private static LeaseWish fault(String message) {
            return new Fault(ErrorName.INVALID_ARGS, message);
        }
    }
}
