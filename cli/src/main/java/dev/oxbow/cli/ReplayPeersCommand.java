package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.value.Text;
import dev.oxbow.replay.PeerTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay peers}. */
@Command(name = "peers", description = "List the peers: what each gave, wasted and took, and what was wrong with it.", mixinStandardHelpOptions = true)
final class ReplayPeersCommand implements Callable<Integer> {
    private static final int CLIENT_MAX_CHARS = 22;

    @Option(names = "--by", paramLabel = "ORDER", description = "Those with the most waste, useful, bytes, up, time, rate, reply or verdicts first.")
    private String order;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        List<ObjectNode> peers = peers();
        if (!json) {
            System.out.println(String.format("%-22s %-22s %8s %11s %11s %11s %6s %17s  %s", "peer", "client", "time", "down", "wasted", "up", "open",
                    "reply p50/p95 ms", "verdicts").stripTrailing());
        }
        for (ObjectNode peer : peers) {
            System.out.println(json ? peer.toString() : line(peer));
        }
        return ExitStatus.DONE.code();
    }

    private List<ObjectNode> peers() throws IOException {
        try {
            return order == null ? PeerTable.of(journal.sessionDirectory()) : PeerTable.of(journal.sessionDirectory(), order);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }

    private static String line(ObjectNode peer) {
        return String.format("%-22s %-22s %8s %11s %11s %11s %5d%% %17s  %s", peer.get("peer").textValue(),
                Text.printable(peer.get("client").textValue(), CLIENT_MAX_CHARS), Amounts.seconds(peer.get("connectedSeconds").asLong()),
                Amounts.bytes(peer.get("bytesDown").asLong()), Amounts.bytes(peer.get("bytesWasted").asLong()),
                Amounts.bytes(peer.get("bytesUp").asLong()), peer.get("unchokedUsPercent").asLong(),
                peer.get("replyP50Ms") + "/" + peer.get("replyP95Ms"), verdicts(peer)).stripTrailing();
    }

    private static String verdicts(ObjectNode peer) {
        List<String> codes = new ArrayList<>();
        peer.get("verdicts").forEach(code -> codes.add(code.textValue()));
        return String.join(" ", codes);
    }
}
