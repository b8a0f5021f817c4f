package dev.oxbow.core.rule;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.dht.Addresses;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.List;

/** Rule 38: nodes of the DHT that talk nonsense. */
final class DhtRules {
    private static final int QUERIES_MAX = 2000;
    private static final int ADDRESSES_MAX = 1000;
    private static final int MESSAGES = 50;
    private static final long WINDOW_NS = 10 * Deadline.SECOND_NS;

    private record Query(Endpoint to, ByteString transaction) {
    }

    private record Asked(ByteString nodeId, long sequence) {
    }

    private final Watch watch;
    private final Recent<Query, Asked> queries = new Recent<>(QUERIES_MAX);
    private final Recent<ByteString, Times> byAddress = new Recent<>(ADDRESSES_MAX);

    DhtRules(Watch watch) {
        this.watch = watch;
        watch.on(DhtCommand.SendDhtQuery.class, command -> {
            if (command.nodeId().length() > 0) {
                queries.put(new Query(command.to(), command.transaction()), new Asked(command.nodeId(), watch.sequence()));
            }
        });
        watch.on(DhtEvent.DhtResponseReceived.class, this::answered);
        watch.on(DhtEvent.DhtQueryReceived.class, event -> spoke(event.from()));
    }

    private void answered(DhtEvent.DhtResponseReceived event) {
        queries.remove(new Query(event.from(), event.transaction())).filter(asked -> !asked.nodeId().equals(event.nodeId().bytes()))
                .ifPresent(asked -> charge(event.from(), Certainty.STATISTICAL, "it was asked as " + asked.nodeId().toHex()
                        + " and answers as " + event.nodeId(),
                        List.of(asked.sequence(), watch.sequence())));
        boolean itself = event.nodes().size() > 1 && event.nodes().stream().allMatch(node -> node.endpoint().equals(event.from()));
        if (itself) {
            charge(event.from(), Certainty.PROOF, "its answer names only itself", List.of(watch.sequence()));
        }
        spoke(event.from());
    }

    private void spoke(Endpoint from) {
        if (Addresses.isLocal(from.address())) {
            return;
        }
        Times times = byAddress.of(from.address(), () -> new Times(MESSAGES + 1));
        times.add(watch.nowNs(), watch.sequence());
        if (times.allSince(watch.nowNs() - WINDOW_NS) && !watch.ownSide().stoodStillSince(watch.nowNs() - WINDOW_NS)) {
            charge(from, Certainty.PROOF, "more than " + MESSAGES + " messages in 10 s", times.sequences());
            times.clear();
        }
    }

    private void charge(Endpoint node, Certainty certainty, String detail, List<Long> evidence) {
        watch.charge(Code.DHT_GARBAGE, Severity.LOW, certainty, node.toString(), 0, detail, evidence);
    }
}
