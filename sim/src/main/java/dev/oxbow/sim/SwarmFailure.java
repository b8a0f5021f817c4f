package dev.oxbow.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A swarm in which something happened that never may, with what its nodes had journaled by then. */
final class SwarmFailure extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final transient List<SimNode> nodes;

    SwarmFailure(String message, RuntimeException cause, List<SimNode> nodes) {
        super(message, cause);
        this.nodes = nodes;
    }

    /** What happened, without where and when. */
    String what() {
        return String.valueOf(getCause().getMessage());
    }

    /** Writes each node's journal to a session directory of its own below this one. */
    void writeJournals(Path directory) throws IOException {
        for (SimNode node : nodes) {
            node.record().write(directory.resolve("node-" + node.index()));
        }
    }
}
