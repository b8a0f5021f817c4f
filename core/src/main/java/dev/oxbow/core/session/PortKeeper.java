package dev.oxbow.core.session;

import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.reach.PcpNonce;
import dev.oxbow.core.reach.PortMapping;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;

/** Decides when gateways are asked to map our ports, to go on doing so, and to stop. */
final class PortKeeper {
    /** RFC 6335's dynamic ports: among them another external port is looked for. */
    private static final int DYNAMIC_FIRST = 49152;
    private static final int DYNAMIC_COUNT = 65536 - DYNAMIC_FIRST;

    private final Turn turn;

    PortKeeper(Turn turn) {
        this.turn = turn;
    }

    private static boolean isWanted(SessionState state) {
        return state.reach.mapsPorts() && !state.isStopRequested();
    }

    /** When there is next something to ask. */
    static long dueNs(SessionState state) {
        long due = Deadline.NONE;
        if (isWanted(state)) {
            for (PortMapping mapping : state.reach.mappings()) {
                due = Math.min(due, mapping.nextNs());
            }
        }
        return due;
    }

    /** Asks whatever is due; what is mapped and no longer wanted is given back. */
    void keep() {
        for (PortMapping mapping : turn.state.reach.mappings()) {
            if (!isWanted(turn.state)) {
                giveBack(mapping);
            } else if (mapping.nextNs() <= turn.nowNs()) {
                turn.emit(new ReachCommand.MapPort(turn.state.nextOperationId, mapping.protocol(), mapping.internalPort(),
                        externalPort(mapping), PortMapping.LIFETIME_SECONDS, nonce()));
            }
        }
    }

    private void giveBack(PortMapping mapping) {
        if (!mapping.isBusy() && mapping.grant().isPresent()) {
            PortMapping.Grant grant = mapping.grant().get();
            turn.emit(new ReachCommand.UnmapPort(turn.state.nextOperationId, grant.method(), mapping.protocol(), grant.internalPort(),
                    grant.externalPort(), nonce()));
        }
    }

    /** The one we have; else the same as ours; else, when that is somebody else's, any. */
    private int externalPort(PortMapping mapping) {
        if (mapping.grant().isPresent()) {
            return mapping.grant().get().externalPort();
        }
        return mapping.conflicts() == 0 ? mapping.internalPort() : DYNAMIC_FIRST
                + Rng.below(DYNAMIC_COUNT, turn.state.seed(), Rng.Purpose.EXTERNAL_PORT, mapping.protocol().ordinal(), mapping.conflicts());
    }

    /** The same in every process of this session: else a gateway would not let us renew or end what an earlier one mapped. */
    private ByteString nonce() {
        ByteString known = turn.state.reach.nonce();
        return known.length() > 0 ? known : PcpNonce.of(turn.state.seed());
    }
}
