package hearth.nix.declaration;

import java.util.Arrays;
import java.util.Optional;

/** The options of a NixOS unit that name other units, and become a directive of {@code [Unit]}. */
public enum UnitRelation {
    REQUIRES("requires", "Requires"),
    WANTS("wants", "Wants"),
    UPHOLDS("upholds", "Upholds"),
    AFTER("after", "After"),
    BEFORE("before", "Before"),
    BINDS_TO("bindsTo", "BindsTo"),
    PART_OF("partOf", "PartOf"),
    CONFLICTS("conflicts", "Conflicts"),
    REQUISITE("requisite", "Requisite"),
    ON_FAILURE("onFailure", "OnFailure"),
    ON_SUCCESS("onSuccess", "OnSuccess");

    private final String option;
    private final String directive;

    UnitRelation(String option, String directive) {
        this.option = option;
        this.directive = directive;
    }

    /** Returns the option's name, such as {@code bindsTo}. */
    public String option() {
        return option;
    }

    /** Returns the directive, such as {@code BindsTo}. */
    public String directive() {
        return directive;
    }

    /** Returns the relation that an option of this name declares. */
    public static Optional<UnitRelation> ofOption(String option) {
        return Arrays.stream(values())
                .filter(relation -> relation.option.equals(option))
                .findFirst();
    }
}
