/**
 * One service manager: units, jobs, transactions and a machine for each unit type; no I/O.
 *
 * <p>This package is the door and its words: {@code Manager}, how units are shown, and what a
 * manager is told. The rooms behind it, each using only those to its right:
 *
 * <pre>
 *   call, snapshot --> turn --> table --> type.* --> type --> kill, host, graph
 *                        |        |
 *                        +--------+--> job --> host, graph
 * </pre>
 *
 * <p>{@code type}: what a type of units is, and the events and effects of all machines; {@code
 * type.service} and its kin: the kinds. {@code table}: the units in memory. {@code job}: jobs,
 * transactions, their order. {@code turn}: what an order or an event leads to. {@code call}: what
 * clients may ask. {@code snapshot}: what outlives the brain. {@code host}: the seam to the world.
 *
 * <pre>
 *   order, event --> Manager --> call, Events --> UnitMachines --> Kind.next(...)
 *                                     |                |
 *                                     v                v passed states
 *                                 Transaction --> jobs <-- Consequences --> orders to other units
 *                                                   |
 *                                                   v
 *                                   UnitOrders: start, stop, reload
 * </pre>
 *
 * <p>A turn is one order or one event. What it changes goes through queues ({@code
 * Consequences.settle}) to a fixed point; then {@code Outbox.flush} has the changed units written
 * down, gives the effects to the {@code Host}, and tells the observers.
 */
package hearth.manager;
