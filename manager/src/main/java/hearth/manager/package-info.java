/**
 * One service manager: units, jobs, transactions and a machine for each unit type; no I/O.
 *
 * <pre>
 *   order, event --> Manager --> UnitCalls, Events --> UnitMachines --> a machine's next(...)
 *                                     |                     |
 *                                     v                     v passed states
 *                                 Transaction --> jobs <-- Consequences --> orders to other units
 *                                                   |
 *                                                   v
 *                                   UnitOrders: start, stop, reload
 * </pre>
 *
 * <p>A turn is one order or one event. What it changes goes through queues ({@code
 * Consequences.settle}) to a fixed point; then {@code Outbox.flush} has the changed units written
 * down, gives the effects to the {@code Host}, and tells the observers.
 *
 * <p>{@code graph}: states and edges. {@code job}: jobs, transactions, their order. {@code
 * service}, {@code scope}: the pure machines. {@code kill}: who gets which signal. {@code host}:
 * the seam to the world.
 */
package hearth.manager;
