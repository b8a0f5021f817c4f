package dev.oxbow.net.tracker;

import dev.oxbow.core.tracker.TrackerTargets;
import dev.oxbow.core.value.ByteString;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the addresses of hosts the way the machine is set up to: hosts file, DNS, whatever else. That waits, so it has a few threads of
 * its own, started when the first name is looked up.
 */
public final class HostLookup {
    private static final int THREADS = 4;
    private static final int ADDRESSES_MAX = 16;

    private final Vertx vertx;
    private final Map<String, Future<List<ByteString>>> underWay = new HashMap<>(); // looked up only
    private Optional<WorkerExecutor> workers = Optional.empty();

    public HostLookup(Vertx vertx) {
        this.vertx = vertx;
    }

    /** All addresses, at least one, in the system's order; a numeric host is its own. To be called on one event loop. */
    public Future<List<ByteString>> addresses(String host) {
        Optional<ByteString> literal = TrackerTargets.literal(host);
        if (literal.isPresent()) {
            return Future.succeededFuture(List.of(literal.get()));
        }
        if (workers.isEmpty()) {
            workers = Optional.of(vertx.createSharedWorkerExecutor("tracker-lookup", THREADS));
        }
        Future<List<ByteString>> known = underWay.get(host);
        if (known != null) { // many torrents name the same trackers
            return known;
        }
        Future<List<ByteString>> asked = workers.get().executeBlocking(() -> lookUp(host), false);
        underWay.put(host, asked);
        asked.onComplete(done -> underWay.remove(host));
        return asked;
    }

    private static List<ByteString> lookUp(String host) throws NoAnswerException {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).limit(ADDRESSES_MAX)
                    .map(address -> ByteString.wrap(address.getAddress())).toList();
        } catch (UnknownHostException unknown) {
            throw new NoAnswerException("could not find the host " + host);
        }
    }

    public void close() {
        workers.ifPresent(WorkerExecutor::close);
    }
}
