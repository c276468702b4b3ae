/**
 * What a type of units is to its manager: a {@link hearth.manager.type.Kind}, one object with pure
 * functions over a definition and a record. All kinds are told in the same events and want things
 * in the same effects; the manager holds each unit's {@link hearth.manager.type.Body} and knows no
 * type by its name.
 *
 * <pre>
 *   settings --define--> definition
 *   (definition, record, UnitEvent, now) --next--> (record, UnitEffects, states passed)
 *   record --write--> SnapshotText --read--> record
 * </pre>
 *
 * <p>A new type is a package below this one, and one line where kinds are registered.
 */
package hearth.manager.type;
