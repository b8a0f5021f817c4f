package dev.oxbow.sim;

import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.WebSeedId;
import dev.oxbow.core.webseed.BlockRun;
import dev.oxbow.core.webseed.Fetch;
import dev.oxbow.core.webseed.WebSeed;

/** What must hold of everything that is asked of a web seed. */
final class FetchChecks {
    private FetchChecks() {
    }

    /** @param state before the command */
    static void check(SessionState state, WebSeedCommand.FetchWebSeedRange command) {
        Torrent torrent = state.torrent(command.torrentId()).orElseThrow(() -> new Fault("fetched for no torrent: " + command));
        WebSeed webSeed = torrent.webSeed(new WebSeedId(command.webSeedIndex()));
        Fault.unless(webSeed.url().equals(command.url()) && webSeed.style() == command.style(), "another web seed is meant: " + command);
        Fault.unless(command.fetchId() < 0 && state.fetch(command.fetchId()).isEmpty(), "the id is in use: " + command);
        Fault.unless(webSeed.mayBeAsked(state.timeNs()), "the web seed is to be left alone: " + command);
        Fault.unless(torrent.isFetching() && !state.isStopRequested(), "fetched though nothing is wanted: " + command);
        BlockRun run = new BlockRun(command.pieceIndex(), command.firstBlock(), command.blockCount());
        Fault.unless(run.isWithin(torrent.layout()), "the torrent has no such blocks: " + command);
        new Fetch(command.fetchId(), command.torrentId(), new WebSeedId(0), run, torrent.layout()).forEachAwaited((piece, block) -> {
            Fault.unless(webSeed.hasPiece(piece), "fetched what the web seed has not: " + command);
            Fault.unless(torrent.picker().wanted().contains(piece), "fetched what is not wanted: " + command);
            Fault.unless(torrent.picker().blockState(piece, block) == BlockState.MISSING, "block " + piece + "." + block + " is "
                    + torrent.picker().blockState(piece, block) + ": " + command);
        });
    }
}
