package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.BanReason;
import dev.oxbow.core.metadata.MetadataFetch;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.swarm.Ban;
import dev.oxbow.core.swarm.BlameLedger;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.WebSeedId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whom to have nothing more to do with. Only proof counts: the peer alone sent a piece that failed its hash, or blocks of its
 * differ from those of a copy that is right. The last source of a missing piece is never banned: bad data can be told from good, but
 * data that nobody has cannot be had.
 */
final class Judge {
    private static final long BAN_SECONDS = 24 * 3600;

    private final Turn turn;
    private final Fetcher fetcher;

    Judge(Turn turn, Fetcher fetcher) {
        this.turn = turn;
        this.fetcher = fetcher;
    }

    /** A piece failed its hash, and one connection sent all of it. */
    void soleSender(Torrent torrent, PeerSession session, int pieceIndex, long firstSequence) {
        if (isLastSource(torrent, session)) {
            return;
        }
        Bitfield blocks = new Bitfield(torrent.layout().blockCount(pieceIndex));
        blocks.fill();
        String detail = "all of piece " + pieceIndex + " came from it, and the hash differs";
        ban(session.identity(), BanReason.SENT_WHOLE_BAD_PIECE,
                new BlameLedger.Proof(session.identity(), pieceIndex, blocks, firstSequence, -1), torrent, detail);
    }

    /** A piece failed its hash, and one web seed sent all of it. */
    void soleWebSeed(Torrent torrent, WebSeedId id, int pieceIndex, long firstSequence) {
        Bitfield blocks = new Bitfield(torrent.layout().blockCount(pieceIndex));
        blocks.fill();
        distrust(torrent, id, new BlameLedger.Proof(id, pieceIndex, blocks, firstSequence, -1),
                "all of piece " + pieceIndex + " came from it, and the hash differs");
    }

    private void distrust(Torrent torrent, WebSeedId id, BlameLedger.Proof proof, String detail) {
        turn.emit(new WebSeedCommand.DistrustWebSeed(torrent.torrentId(), id.index(), proof.pieceIndex(), proof.badBlocks().toWire(),
                proof.badSequence(), proof.goodSequence(), detail));
        fetcher.cancelDistrusted(torrent);
    }

    /** A piece has the right hash now, and earlier copies of it differ in these blocks. */
    void proved(Torrent torrent, List<BlameLedger.Proof> proofs) {
        for (BlameLedger.Proof proof : proofs) {
            String detail = "it sent " + blocks(proof.badBlocks()) + " of piece " + proof.pieceIndex()
                    + " otherwise than the copy that has the right hash";
            if (proof.sender() instanceof WebSeedId id) {
                distrust(torrent, id, proof, detail);
                continue;
            }
            Endpoint sender = (Endpoint) proof.sender();
            boolean lastSource = torrent.connections().stream()
                    .anyMatch(session -> session.identity().equals(sender) && isLastSource(torrent, session));
            if (!lastSource) {
                ban(sender, BanReason.DIFFERS_FROM_GOOD_COPY, proof, torrent, detail);
            }
        }
    }

    /** The metadata has the right hash now, and copies of it that had not differ in these pieces: one proof for each sender is enough. */
    void lied(Torrent torrent, List<MetadataFetch.Lie> lies) {
        Set<Endpoint> known = new LinkedHashSet<>();
        for (MetadataFetch.Lie lie : lies) {
            Endpoint sender = lie.piece().sender();
            if (known.add(sender)) {
                turn.emit(new ConnectionCommand.BanPeer(sender, isAlone(sender), BanReason.BAD_METADATA, torrent.torrentId(), lie.pieceIndex(),
                        ByteString.EMPTY, lie.piece().sequence(), lie.goodSequence(), Deadline.after(turn.nowNs(), BAN_SECONDS),
                        "it sent piece " + lie.pieceIndex() + " of the metadata otherwise than the copy that has the right hash"));
            }
        }
        if (!known.isEmpty()) {
            List.copyOf(turn.state.connections()).forEach(this::dismissIfBanned);
        }
    }

    private static String blocks(Bitfield bad) {
        if (bad.count() == 1) {
            return "block " + bad.nextPresent(0);
        }
        return bad.count() == bad.size() ? "all " + bad.count() + " blocks" : bad.count() + " blocks, the first of them block " + bad.nextPresent(0) + ",";
    }

    private void ban(Endpoint endpoint, BanReason reason, BlameLedger.Proof proof, Torrent torrent, String detail) {
        turn.emit(new ConnectionCommand.BanPeer(endpoint, isAlone(endpoint), reason, torrent.torrentId(), proof.pieceIndex(),
                proof.badBlocks().toWire(), proof.badSequence(), proof.goodSequence(), Deadline.after(turn.nowNs(), BAN_SECONDS), detail));
        for (PeerSession session : List.copyOf(turn.state.connections())) {
            dismissIfBanned(session);
        }
    }

    /** Whether nobody else is known at this address: then no other peer suffers when the address is shut out. */
    private boolean isAlone(Endpoint endpoint) {
        boolean connected = turn.state.connections().stream()
                .anyMatch(other -> isNeighbour(other.identity(), endpoint));
        boolean known = turn.state.swarms().stream().flatMap(torrent -> torrent.candidates().all().stream())
                .anyMatch(candidate -> isNeighbour(candidate.endpoint(), endpoint));
        return !connected && !known;
    }

    private static boolean isNeighbour(Endpoint other, Endpoint endpoint) {
        return other.address().equals(endpoint.address()) && !other.equals(endpoint);
    }

    /** Whether it has a missing piece that nobody else who is connected has, and no web seed. */
    private static boolean isLastSource(Torrent torrent, PeerSession session) {
        Bitfield pieces = session.pieces();
        for (int piece = pieces.nextPresent(0); piece != Bitfield.NONE; piece = pieces.nextPresent(piece + 1)) {
            boolean onlyPeer = !torrent.picker().verified().contains(piece) && torrent.picker().availability(piece) <= 1;
            if (onlyPeer && !isOnTheWeb(torrent, piece)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOnTheWeb(Torrent torrent, int piece) {
        return torrent.webSeeds().stream().anyMatch(webSeed -> webSeed.hasPiece(piece));
    }

    /** @return whether it was */
    boolean dismissIfBanned(PeerSession session) {
        Optional<Ban> ban = turn.state.bans().of(session.endpoint(), turn.nowNs()).or(() -> turn.state.bans().of(session.identity(), turn.nowNs()));
        ban.ifPresent(it -> turn.close(session, CloseReason.BANNED, it.detail()));
        return ban.isPresent();
    }

    void unban(Endpoint endpoint) {
        for (Ban ban : turn.state.bans().at(endpoint)) {
            turn.emit(new ConnectionCommand.UnbanPeer(ban.endpoint()));
        }
    }
}
