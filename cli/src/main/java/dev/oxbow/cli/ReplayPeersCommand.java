package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.PeerTable;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code oxbow replay peers}. */
@Command(name = "peers", description = "List the peers: what each gave, wasted and took, and what was wrong with it.", mixinStandardHelpOptions = true)
final class ReplayPeersCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        for (ObjectNode peer : PeerTable.of(journal.sessionDirectory())) {
            System.out.println(json ? peer.toString() : String.format("%-22s %-26s down %10s  wasted %10s  up %10s  %s", peer.get("peer").textValue(),
                    peer.get("client").textValue(), Amounts.bytes(peer.get("bytesDown").asLong()), Amounts.bytes(peer.get("bytesWasted").asLong()),
                    Amounts.bytes(peer.get("bytesUp").asLong()), peer.get("verdicts").isEmpty() ? "" : peer.get("verdicts").toString()).stripTrailing());
        }
        return ExitStatus.DONE.code();
    }
}
