package dev.oxbow.core.reach;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.TransportProtocol;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * How peers reach the session, as far as that is known: what the user allows, the ports at the gateway, our addresses, and when
 * neighbours were last told. Only records.
 */
public final class ReachState {
    /** No stop takes longer for a gateway that does not answer. */
    static final long STOP_WAIT_SECONDS = 2;
    private static final int NOTHING_LISTENS = 0;

    private boolean mapsPorts;
    private boolean announcesLocally;
    private int listenPortLast;
    private ByteString nonce = ByteString.EMPTY;
    private List<PortMapping> mappings = List.of();
    private ExternalAddresses addresses = new ExternalAddresses();
    private long announcedLocallyNs;
    private long stopWaitNs;

    public ReachState() {
        clear();
    }

    /** Forgets everything: a segment begins. */
    public void clear() {
        mapsPorts = false;
        announcesLocally = false;
        listenPortLast = 0;
        nonce = ByteString.EMPTY;
        mappings = List.of(new PortMapping(TransportProtocol.TCP), new PortMapping(TransportProtocol.UDP));
        addresses = new ExternalAddresses();
        announcedLocallyNs = Deadline.NONE;
        stopWaitNs = Deadline.NONE;
    }

    public boolean mapsPorts() {
        return mapsPorts;
    }

    public boolean announcesLocally() {
        return announcesLocally;
    }

    /** The last of the ports to listen on; 0 when there is but one. */
    public int listenPortLast() {
        return listenPortLast;
    }

    /** By what gateways know us again; empty before they are asked for the first time. */
    public ByteString nonce() {
        return nonce;
    }

    /** TCP and UDP. */
    public List<PortMapping> mappings() {
        return mappings;
    }

    public PortMapping mapping(TransportProtocol protocol) {
        return mappings.get(protocol.ordinal());
    }

    /** The port that awaits an answer to this operation. */
    public Optional<PortMapping> awaiting(long operationId) {
        return mappings.stream().filter(mapping -> mapping.awaits(operationId)).findFirst();
    }

    public ExternalAddresses addresses() {
        return addresses;
    }

    /** When neighbours were told last; {@link Deadline#NONE} for never. */
    public long announcedLocallyNs() {
        return announcedLocallyNs;
    }

    /** Whether no gateway holds a port for us, or is being asked. */
    public boolean isSettled() {
        return mappings.stream().noneMatch(mapping -> mapping.isBusy() || mapping.grant().isPresent());
    }

    /** How long a stop waits for gateways; {@link Deadline#NONE} when it need not. */
    public long stopWaitNs() {
        return isSettled() ? Deadline.NONE : stopWaitNs;
    }

    // What follows records; only the fold calls it.

    public void settings(boolean maps, boolean announces, int portLast) {
        mapsPorts = maps;
        announcesLocally = announces;
        listenPortLast = portLast;
    }

    public void nonce(ByteString now) {
        nonce = now;
    }

    /** Peers can connect there: whoever opens a socket that strangers are to reach says so here. */
    public void listening(TransportProtocol protocol, int port, long timeNs) {
        mapping(protocol).listening(port, timeNs);
    }

    public void notListening(TransportProtocol protocol, long timeNs) {
        mapping(protocol).listening(NOTHING_LISTENS, timeNs);
    }

    public void announcedLocally(long timeNs) {
        announcedLocallyNs = timeNs;
    }

    public void stopping(long timeNs) {
        stopWaitNs = Deadline.after(timeNs, STOP_WAIT_SECONDS);
    }

    public void clock(long timeNs) {
        if (stopWaitNs <= timeNs) {
            mappings.forEach(PortMapping::abandoned);
            stopWaitNs = Deadline.NONE;
        }
    }

    /** All that is recorded, as numbers. */
    public void describe(LongConsumer to) {
        to.accept(mapsPorts ? 1 : 2);
        to.accept(announcesLocally ? 1 : 2);
        to.accept(listenPortLast);
        for (int i = 0; i < nonce.length(); i++) {
            to.accept(nonce.byteAt(i));
        }
        mappings.forEach(mapping -> mapping.describe(to));
        addresses.describe(to);
        to.accept(announcedLocallyNs);
        to.accept(stopWaitNs);
    }

    /** For people who compare states. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("reach");
        describe(number -> out.append(' ').append(number));
        return out.toString();
    }
}
