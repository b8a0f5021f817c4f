package dev.oxbow.replay.export;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code replay as-test}: makes of what one peer did in a journal a script that the simulator plays. Of several connections the one with the
 * most messages is taken. What is told is when it said what, and how it answered what it was asked for; the torrent may be another.
 */
public final class Distiller {
    private static final int CONNECTIONS_MAX = 1_000;
    private static final int COPIES_MAX = 200_000;

    private final String wanted;
    private final SessionState state = new SessionState();
    private final Names names = new Names(state);
    private final Map<Long, Behaviour> connections = new LinkedHashMap<>();
    /** Of the copies that have the right hash. */
    private final Map<Long, Integer> rightCrcs = new HashMap<>();

    private Distiller(String wanted) {
        this.wanted = wanted;
    }

    /**
     * The script's lines.
     *
     * @param peer an address, with port or not
     * @throws IllegalArgumentException with a sentence when no such peer said anything
     */
    public static List<String> script(Path sessionDirectory, String peer) throws IOException {
        Distiller out = new Distiller(peer);
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                out.take(next.get());
            }
        }
        Behaviour most = out.connections.values().stream().filter(it -> it.messageCount() > 0).max(Comparator.comparingLong(Behaviour::messageCount))
                .orElseThrow(() -> new IllegalArgumentException("no peer " + peer + " said anything in this journal; 'oxbow replay peers' lists them"));
        return most.lines(out.rightCrcs);
    }

    private void take(JournalRecord record) {
        Entry entry = record.entry();
        Optional<PeerSession> before = names.session(entry);
        if (entry instanceof StorageEvent.PieceVerified it) {
            progress(it.torrentId(), it.pieceIndex()).ifPresent(copy -> right(it.torrentId(), copy));
        } else if (entry instanceof StorageEvent.PieceHashMismatched it) {
            progress(it.torrentId(), it.pieceIndex()).filter(copy -> connections.containsKey(copy.soleWriter()))
                    .ifPresent(copy -> connections.get(copy.soleWriter()).failed(it.pieceIndex()));
        }
        state.apply(record.sequence(), record.timeNs(), entry);
        Optional<PeerSession> session = before.isPresent() ? before : names.session(entry);
        session.filter(this::isMeant).flatMap(this::behaviour).ifPresent(it -> it.take(record, session.get()));
        if (entry instanceof ConnectionEvent.ConnectionClosed it && connections.containsKey(it.connectionId())) {
            connections.get(it.connectionId()).ended(record.timeNs());
        }
    }

    private boolean isMeant(PeerSession session) {
        String peer = session.endpoint().toString();
        String host = session.endpoint().isIpv6() ? "[" + session.endpoint().host() + "]" : session.endpoint().host();
        return peer.equals(wanted) || host.equals(wanted) || session.endpoint().host().equals(wanted) || session.identity().toString().equals(wanted);
    }

    private Optional<Behaviour> behaviour(PeerSession session) {
        if (!connections.containsKey(session.connectionId()) && connections.size() < CONNECTIONS_MAX) {
            connections.put(session.connectionId(), new Behaviour(session, state.torrent(session.torrentId()).map(Torrent::layout)));
        }
        return Optional.ofNullable(connections.get(session.connectionId()));
    }

    private Optional<PieceProgress> progress(int torrentId, int pieceIndex) {
        return state.torrent(torrentId).map(Torrent::picker).filter(it -> it.isBegun(pieceIndex)).map(it -> it.progress(pieceIndex));
    }

    private void right(int torrentId, PieceProgress copy) {
        for (int block = 0; block < copy.blockCount() && rightCrcs.size() < COPIES_MAX; block++) {
            if (copy.writtenBy(block) != PieceProgress.NOBODY) {
                rightCrcs.put(Behaviour.key(copy.pieceIndex(), block), copy.crc(block));
            }
        }
    }
}
