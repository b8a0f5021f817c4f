package dev.oxbow.sim;

import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.value.WebSeedId;
import dev.oxbow.core.webseed.BlockRun;
import dev.oxbow.core.webseed.Fetch;
import dev.oxbow.core.webseed.WebSeedFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * The torrent's web seeds: none, one or two, as the seed has it. They fail before, between and after blocks; the second has a file that
 * was edited after the torrent was made.
 */
final class SimWebSeeds {
    private static final long STALL_NS = 20 * Timeline.SECOND_NS;
    private static final WebSeedFault[] FAULTS = WebSeedFault.values();

    /** One fetch of one node's life. */
    private static final class Exchange {
        private final SimNode node;
        private final long life;
        private final Fetch fetch;
        private final boolean edited;
        private boolean over;

        Exchange(SimNode node, Fetch fetch, boolean edited) {
            this.node = node;
            this.life = node.life();
            this.fetch = fetch;
            this.edited = edited;
        }
    }

    private final Timeline timeline;
    private final Faults faults;
    private final Payload payload;
    private final Dice dice;
    private final int count;
    private final int editedFile;
    private final List<Exchange> exchanges = new ArrayList<>();

    SimWebSeeds(Timeline timeline, Faults faults, Payload payload, Dice dice) {
        this.timeline = timeline;
        this.faults = faults;
        this.payload = payload;
        this.dice = dice;
        this.count = dice.below(3);
        this.editedFile = dice.below(payload.spec().files().fileCount());
    }

    List<String> urls() {
        return List.of("http://web/one/", "http://web/edited/").subList(0, count);
    }

    void fetch(SimNode node, WebSeedCommand.FetchWebSeedRange command) {
        PieceLayout pieces = payload.pieces();
        BlockRun run = new BlockRun(command.pieceIndex(), command.firstBlock(), command.blockCount());
        Fault.unless(run.isWithin(pieces), "the torrent has no such blocks: " + command);
        Fetch fetch = new Fetch(command.fetchId(), command.torrentId(), new WebSeedId(command.webSeedIndex()), run, pieces);
        Exchange exchange = new Exchange(node, fetch, command.url().endsWith("edited/"));
        exchanges.add(exchange);
        timeline.after(dice.between(5, 300) * Timeline.MS_NS, () -> goOn(exchange));
    }

    void cancel(SimNode node, long fetchId) {
        for (Exchange exchange : List.copyOf(exchanges)) {
            if (exchange.node == node && exchange.life == node.life() && exchange.fetch.fetchId() == fetchId) {
                timeline.after(dice.between(0, 50) * Timeline.MS_NS, () -> fail(exchange, WebSeedFault.CANCELLED));
            }
        }
    }

    private void goOn(Exchange exchange) {
        if (exchange.over || exchange.node.life() != exchange.life) {
            exchanges.remove(exchange);
            return;
        }
        if (faults.strikes(dice, faults.webSeedFails)) {
            WebSeedFault fault = FAULTS[dice.below(FAULTS.length - 1)]; // the last is our own
            timeline.after(fault == WebSeedFault.STALLED ? STALL_NS : 0, () -> fail(exchange, fault));
            return;
        }
        exchange.fetch.nextBlock((piece, block) -> deliver(exchange, piece, block));
        if (exchange.fetch.isWhole()) {
            exchange.over = true;
            exchanges.remove(exchange);
        } else {
            timeline.after(dice.between(1, 100) * Timeline.MS_NS, () -> goOn(exchange));
        }
    }

    private void deliver(Exchange exchange, int piece, int block) {
        int number = payload.blockNumber(piece, block);
        boolean wrong = exchange.edited && payload.partsOf(number).stream().anyMatch(part -> part.file() == editedFile);
        long content = wrong ? Payload.corrupt(number) : Payload.right(number);
        int slot = exchange.node.slots().take(content);
        if (slot != SimSlots.NO_SLOT) {
            exchange.fetch.onBlock();
            exchange.node.post(new WebSeedEvent.WebSeedBlockReceived(exchange.fetch.fetchId(), piece, block, slot, (int) content));
        }
    }

    private void fail(Exchange exchange, WebSeedFault fault) {
        if (!exchange.over) {
            exchange.over = true;
            exchanges.remove(exchange);
            int file = dice.chance(3000) ? WebSeedFailure.NO_FILE : dice.below(payload.spec().files().fileCount());
            exchange.node.postIn(exchange.life, new WebSeedEvent.WebSeedFailed(exchange.fetch.fetchId(), fault, file,
                    dice.chance(9000) ? 0 : dice.below(600), "it did not work out"));
        }
    }
}
