import org.jspecify.annotations.NullMarked;

/** What one user may cost the others: limits, charges, and the end of work that takes too long. */
@NullMarked
module hearth.budget {
    requires static org.jspecify;

    exports hearth.budget;
}
