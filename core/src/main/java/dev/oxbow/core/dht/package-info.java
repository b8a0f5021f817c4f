/**
 * A node of the DHT (BEP 5, 32, 33, 42, 43) as state and decisions. One {@link dev.oxbow.core.dht.DhtState} for each family of addresses.
 *
 * <p>A host does this with each thing observed, in this order: record it with the {@code on…} method of its name; decide; and with each
 * decision that comes out of the sink {@link dev.oxbow.core.dht.DhtState#apply apply} it before {@code emit} returns, then carry it out.
 *
 * <ul>
 * <li>A datagram, decoded: {@code onQueryReceived} then {@link dev.oxbow.core.dht.DhtAnswers#decide}; or, before
 * {@code onResponseReceived}, {@link dev.oxbow.core.dht.DhtState#peersIn} for the peers in it; {@code onErrorReceived};
 * {@code onFaultReceived} then {@code DhtAnswers.decide}.
 * <li>A PORT message: {@link dev.oxbow.core.dht.DhtPolicy#meet} with the peer's address and that port.
 * <li>A torrent starts, stops, or completes: {@code onTorrentWanted}, {@code onTorrentUnwanted}. Never a private one.
 * <li>{@code FindRouters} was decided: resolve the configured names, then {@code onRoutersFound}.
 * <li>Time reaches {@link dev.oxbow.core.dht.DhtSchedule#earliestNs}: {@code onTimePassed}.
 * <li>After every one of these {@link dev.oxbow.core.dht.DhtPolicy#decide}.
 * </ul>
 *
 * <p>Kept for the next session: {@code ownId()} and, of each of {@code table().nodes()}, {@code contact()} and {@code lastAnswerNs()};
 * given back to the constructor and {@code onNodeRestored}. When a session has both families, the nodes of the other family in a
 * response are endpoints for the other state's {@code onRoutersFound} while that knows nobody.
 */
package dev.oxbow.core.dht;
