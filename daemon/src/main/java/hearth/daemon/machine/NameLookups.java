package hearth.daemon.machine;

import hearth.daemon.mailbox.FairExecutor;
import hearth.linux.ErrnoException;
import hearth.linux.NameService;
import hearth.linux.NameService.User;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Questions to the name service, asked by workers of its own: a directory server that doesn't
 * answer keeps these threads, and no mailbox. Users who ask take turns.
 *
 * <p>Answers are remembered for a short while, since a login asks several times; that nobody is
 * known by a name is not, so that a user made a moment ago can log in.
 */
public final class NameLookups {
    /** Threads that ask: one may hang while the other still answers. */
    private static final int WORKERS = 2;

    /**
     * Questions of one user that may wait: who has more asks about others, and not for a person.
     */
    private static final int QUESTIONS_MAX = 256;

    /** Users remembered. */
    private static final int REMEMBERED_MAX = 4_096;

    /** How long an answer is believed: as a name service cache's shortest usual time. */
    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** What the name service says. */
    public sealed interface Answer {
        /**
         * The user exists.
         *
         * @param group the name of the primary group; its number in digits where it has none
         */
        record Found(User user, String group) implements Answer {}

        /** There is no such user. */
        record Unknown() implements Answer {}

        /** It did not answer: the user may exist. */
        record Unavailable(String reason) implements Answer {}
    }

    private record Remembered(Answer.Found answer, long untilNanos) {}

    private final NameService service;
    private final LongSupplier nanoClock;
    private final FairExecutor workers;
    private final Map<Object, Remembered> remembered =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Object, Remembered> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    /** Makes the workers, which start with the first question. */
    public NameLookups(NameService service, LongSupplier nanoClock) {
        this(service, nanoClock, FairExecutor.withThreads("names", WORKERS, QUESTIONS_MAX));
    }

    /** Has the questions asked by these workers. */
    public NameLookups(NameService service, LongSupplier nanoClock, FairExecutor workers) {
        this.service = service;
        this.nanoClock = nanoClock;
        this.workers = workers;
    }

    /** Asks for a user by number, in that user's turn; the answer is told on {@code executor}. */
    public void user(int uid, Executor executor, Consumer<Answer> answer) {
        askedBy(uid).user(uid, executor, answer);
    }

    /** Returns this as somebody asks. */
    public Asked askedBy(int uid) {
        return new Asked(uid);
    }

    /** Questions of one user. */
    public final class Asked {
        private final int asker;

        private Asked(int asker) {
            this.asker = asker;
        }

        /** Asks for a user by number; the answer is told on {@code executor}. */
        public void user(int uid, Executor executor, Consumer<Answer> answer) {
            ask(asker, uid, () -> service.user(uid), new Listener(executor, answer));
        }

        /** Asks for a user by name; the answer is told on {@code executor}. */
        public void user(String name, Executor executor, Consumer<Answer> answer) {
            ask(asker, name, () -> service.user(name), new Listener(executor, answer));
        }

        /**
         * Asks in which of some groups a user is; the answer is told on {@code executor}: nothing
         * where there is none. It is not remembered.
         */
        public void groups(
                int uid,
                Set<String> names,
                Executor executor,
                Consumer<Optional<Set<String>>> answer) {
            Runnable question =
                    () -> {
                        Optional<Set<String>> found = groupsOf(uid, names);
                        executor.execute(() -> answer.accept(found));
                    };
            if (!workers.submit(asker, question)) {
                executor.execute(() -> answer.accept(Optional.empty()));
            }
        }
    }

    private record Listener(Executor executor, Consumer<Answer> then) {
        void tell(Answer answer) {
            executor.execute(() -> then.accept(answer));
        }
    }

    /** A question to the C library; blocks. */
    @FunctionalInterface
    private interface Question {
        Optional<User> ask() throws ErrnoException;
    }

    private void ask(int asker, Object key, Question question, Listener listener) {
        Optional<Answer.Found> known = recall(key);
        if (known.isPresent()) {
            listener.tell(known.get());
        } else if (!workers.submit(asker, () -> listener.tell(answer(key, question)))) {
            listener.tell(new Answer.Unavailable("too many questions wait"));
        }
    }

    /** Asks, unless somebody was answered meanwhile. */
    private Answer answer(Object key, Question question) {
        Optional<Answer.Found> known = recall(key);
        return known.isPresent() ? known.get() : answer(question);
    }

    private Optional<Set<String>> groupsOf(int uid, Set<String> names) {
        try {
            Optional<User> user = service.user(uid);
            if (user.isEmpty()) {
                return Optional.empty();
            }
            Set<Integer> numbers = Set.copyOf(service.groups(user.get()));
            var found = new HashSet<String>();
            for (String name : names) {
                if (service.group(name).filter(it -> numbers.contains(it.gid())).isPresent()) {
                    found.add(name);
                }
            }
            return Optional.of(found);
        } catch (ErrnoException _) {
            return Optional.empty();
        }
    }

    private Answer answer(Question question) {
        try {
            Optional<User> user = question.ask();
            if (user.isEmpty()) {
                return new Answer.Unknown();
            }
            int gid = user.get().gid();
            String group =
                    service.group(gid)
                            .map(NameService.Group::name)
                            .orElseGet(() -> Integer.toUnsignedString(gid));
            var found = new Answer.Found(user.get(), group);
            remember(found);
            return found;
        } catch (ErrnoException e) {
            return new Answer.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private void remember(Answer.Found found) {
        var entry = new Remembered(found, nanoClock.getAsLong() + REMEMBERED_NANOS);
        synchronized (remembered) {
            remembered.put(found.user().uid(), entry);
            remembered.put(found.user().name(), entry);
        }
    }

    private Optional<Answer.Found> recall(Object key) {
        synchronized (remembered) {
            Remembered entry = remembered.get(key);
            return entry != null && entry.untilNanos() - nanoClock.getAsLong() > 0
                    ? Optional.of(entry.answer())
                    : Optional.empty();
        }
    }
}
