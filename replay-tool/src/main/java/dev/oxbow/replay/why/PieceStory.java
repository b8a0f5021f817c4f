package dev.oxbow.replay.why;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.journal.JournalRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that happened to one piece. */
final class PieceStory implements Story.Collector {
    /** A ban that names the piece. */
    record Ban(ConnectionCommand.BanPeer command, long sequence) {
    }

    private final int pieceIndex;
    private final Optional<String> torrent;
    private final Map<Long, Long> askedNs = new HashMap<>();
    private final Map<Long, WebSeedCommand.FetchWebSeedRange> fetches = new HashMap<>();
    /** What came last, by its index in the piece. */
    private final Map<Integer, Attempt.Block> inHand = new HashMap<>();
    final List<Attempt> attempts = new ArrayList<>();
    final List<Ban> bans = new ArrayList<>();
    long verifiedElsewhere = -1;
    long distrusted = -1;

    /** @param torrent as {@link Story#torrent} takes it */
    PieceStory(int pieceIndex, Optional<String> torrent) {
        this.pieceIndex = pieceIndex;
        this.torrent = torrent;
    }

    private boolean isOurs(SessionState state, int torrentId, int piece) {
        return piece == pieceIndex && state.torrent(torrentId).filter(this::isMeant).isPresent();
    }

    private boolean isMeant(Torrent it) {
        return torrent.isEmpty() || it.spec().infoHash().toString().startsWith(torrent.get()) || it.spec().name().startsWith(torrent.get());
    }

    private boolean isOursOn(SessionState state, long connectionId, int piece) {
        return piece == pieceIndex && state.connection(connectionId).map(PeerSession::torrentId).filter(id -> isOurs(state, id, piece))
                .isPresent();
    }

    private Attempt current() {
        if (attempts.isEmpty() || attempts.get(attempts.size() - 1).isOver()) {
            attempts.add(new Attempt());
        }
        return attempts.get(attempts.size() - 1);
    }

    private static long key(long connectionId, int block) {
        return connectionId << 20 | block;
    }

    @Override
    public void take(JournalRecord record, SessionState before) {
        Entry entry = record.entry();
        if (entry instanceof PeerCommand.RequestBlocks it && isOursOn(before, it.connectionId(), it.pieceIndex())) {
            for (int block = it.firstBlock(); block < it.firstBlock() + it.blockCount(); block++) {
                askedNs.put(key(it.connectionId(), block), record.timeNs());
            }
        } else if (entry instanceof WebSeedCommand.FetchWebSeedRange it) {
            fetches.put(it.fetchId(), it);
            askedNs.put(key(it.fetchId(), 0), record.timeNs());
        } else if (entry instanceof PeerEvent.BlockReceived it) {
            came(record, before, it.asRun());
        } else if (entry instanceof PeerEvent.BlocksReceived it) {
            came(record, before, it);
        } else if (entry instanceof WebSeedEvent.WebSeedBlockReceived it) {
            WebSeedCommand.FetchWebSeedRange fetch = fetches.get(it.fetchId());
            inHand.clear();
            if (fetch != null && isOurs(before, fetch.torrentId(), it.pieceIndex())) {
                inHand.put(it.blockIndex(), new Attempt.Block(fetch.url(), it.blockIndex(), it.crc32c(), record.sequence(), record.timeNs(),
                        record.timeNs() - askedNs.getOrDefault(key(it.fetchId(), 0), record.timeNs())));
            }
        } else if (entry instanceof StorageCommand.WriteBlock it && isOurs(before, it.torrentId(), it.pieceIndex())) {
            written(it.blockIndex());
        } else if (entry instanceof StorageCommand.WriteBlocks it && isOurs(before, it.torrentId(), it.pieceIndex())) {
            it.each().forEach(block -> written(block.blockIndex()));
        } else if (entry instanceof StorageEvent.BlockCorrupted it && isOurs(before, it.torrentId(), it.pieceIndex())) {
            current().ownFault = true;
        } else if (entry instanceof StorageEvent.PieceVerified it && isOurs(before, it.torrentId(), it.pieceIndex())) {
            over(record, true);
        } else if (entry instanceof StorageEvent.PieceHashMismatched it && isOurs(before, it.torrentId(), it.pieceIndex())) {
            over(record, false);
        } else if (entry instanceof ConnectionCommand.BanPeer it && isOurs(before, it.torrentId(), it.pieceIndex())) {
            bans.add(new Ban(it, record.sequence()));
        } else if (entry instanceof SessionCommand.DistrustPieces it && pieceIndex / 8 < it.pieces().length()
                && (it.pieces().byteAt(pieceIndex / 8) & 0x80 >> pieceIndex % 8) != 0 && isOurs(before, it.torrentId(), pieceIndex)) {
            distrusted = record.sequence();
        }
    }

    private void came(JournalRecord record, SessionState before, PeerEvent.BlocksReceived run) {
        inHand.clear();
        if (isOursOn(before, run.connectionId(), run.pieceIndex())) {
            run.each().forEach(block -> inHand.put(block.blockIndex(), block(record, before, block)));
        }
    }

    private void written(int block) {
        if (inHand.containsKey(block)) {
            current().blocks.add(inHand.get(block));
        }
    }

    private Attempt.Block block(JournalRecord record, SessionState before, PeerEvent.BlockReceived it) {
        String peer = before.connection(it.connectionId()).map(session -> session.identity().toString()).orElse("connection "
                + it.connectionId());
        long asked = askedNs.getOrDefault(key(it.connectionId(), it.blockIndex()), record.timeNs());
        return new Attempt.Block(peer, it.blockIndex(), it.crc32c(), record.sequence(), record.timeNs(), record.timeNs() - asked);
    }

    private void over(JournalRecord record, boolean right) {
        if (attempts.isEmpty() || attempts.get(attempts.size() - 1).isOver()) {
            verifiedElsewhere = right ? record.sequence() : verifiedElsewhere; // found on disk, not fetched
            return;
        }
        Attempt attempt = current();
        attempt.endSequence = record.sequence();
        attempt.endNs = record.timeNs();
        attempt.right = right;
    }
}
