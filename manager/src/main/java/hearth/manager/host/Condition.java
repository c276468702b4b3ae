package hearth.manager.host;

/**
 * One {@code Condition...=} or {@code Assert...=} line.
 *
 * @param type the directive, such as {@code ConditionPathExists}
 * @param isTrigger whether it was written with {@code |}
 * @param isNegated whether it was written with {@code !}
 * @param parameter what is tested
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     CONDITIONS AND ASSERTS</a>
 */
public record Condition(String type, boolean isTrigger, boolean isNegated, String parameter) {}
