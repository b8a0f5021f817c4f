package dev.oxbow.core.choke;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongConsumer;

/**
 * What a seed that pretends to have nothing shows to whom (BEP 16). Each peer is shown one piece, the rarest there is; the next only when
 * the peer has passed it on, which is seen by another peer's having it. So nearly every block that leaves this seed is one that the swarm
 * did not have, and peers that pass nothing on get next to nothing more: one piece in {@link #PATIENCE_SECONDS}, since it may be that
 * they have nobody to pass it on to, or that whoever has it now is not connected to us.
 *
 * <p>It tracks how many connected peers have each piece, and the piece that each was shown last. Only records, but for the questions at
 * the top. A piece is never shown to a peer twice, nor shown to one that has it. When a peer is the only one that lacks anything, nobody
 * could ever prove that it passed a piece on, and having it is enough.
 */
public final class SuperSeeding {
    /** A peer that can have the piece it was shown is waited for no longer. */
    public static final long PATIENCE_SECONDS = 60;
    private static final int NO_PIECE = -1;

    /** A connected peer: what it was shown, which of that is not passed on yet, since when, whether it has got that, and how many it has. */
    private static final class Viewer {
        private final Bitfield shown;
        private int pending = NO_PIECE;
        private long pendingSinceNs;
        private boolean gotPending;
        private int haveCount;

        private Viewer(int pieceCount) {
            shown = new Bitfield(pieceCount);
        }
    }

    private final int pieceCount;
    private final long seed;
    private final int[] copies;
    private final int[] pendingAt;
    /** Nobody who is connected has these, nor was shown them last. */
    private final Bitfield fresh;
    private final Map<Long, Viewer> viewers = new LinkedHashMap<>();

    public SuperSeeding(int pieceCount, long seed) {
        this.pieceCount = pieceCount;
        this.seed = seed;
        copies = new int[pieceCount];
        pendingAt = new int[pieceCount];
        fresh = new Bitfield(pieceCount);
        fresh.fill();
    }

    public boolean isJoined(long connectionId) {
        return viewers.containsKey(connectionId);
    }

    /** Since when the peer has had a piece to pass on; {@link Deadline#NONE} when it has none. */
    public long pendingSinceNs(long connectionId) {
        Viewer viewer = viewer(connectionId);
        return viewer.pending == NO_PIECE ? Deadline.NONE : viewer.pendingSinceNs;
    }

    /** All that decisions depend on, number by number. */
    public void describe(LongConsumer to) {
        for (Map.Entry<Long, Viewer> entry : viewers.entrySet()) {
            Viewer viewer = entry.getValue();
            to.accept(entry.getKey());
            to.accept(viewer.pending);
            to.accept(viewer.pendingSinceNs);
            to.accept(viewer.gotPending ? 1 : 2);
            to.accept(viewer.haveCount);
            for (int piece = viewer.shown.nextPresent(0); piece != Bitfield.NONE; piece = viewer.shown.nextPresent(piece + 1)) {
                to.accept(piece);
            }
        }
    }

    /** Whether the peer was shown the piece, and may ask for it. */
    public boolean wasShown(long connectionId, int pieceIndex) {
        return viewer(connectionId).shown.contains(pieceIndex);
    }

    /**
     * The piece to show to this peer now; empty while it still has one to pass on, and when there is nothing to show it.
     *
     * @param peerPieces what the peer has
     */
    public OptionalInt nextFor(long connectionId, Bitfield peerPieces) {
        Viewer viewer = viewer(connectionId);
        boolean waits = viewer.pending != NO_PIECE && !(viewer.gotPending && isAlone(viewer));
        if (waits || viewer.shown.countNotIn(peerPieces) + peerPieces.count() == pieceCount) { // it has, or was shown, everything
            return OptionalInt.empty();
        }
        int start = Rng.below(pieceCount, seed, Rng.Purpose.SUPER_SEED, connectionId, viewer.shown.count());
        int piece = freshFrom(start, pieceCount, viewer); // these two are fast, and enough until every piece was shown
        piece = piece == NO_PIECE ? freshFrom(0, start, viewer) : piece;
        piece = piece == NO_PIECE ? rarestFrom(start, viewer, peerPieces) : piece;
        return piece == NO_PIECE ? OptionalInt.empty() : OptionalInt.of(piece);
    }

    private boolean isAlone(Viewer viewer) {
        return viewers.values().stream().noneMatch(other -> other != viewer && other.haveCount < pieceCount);
    }

    private int freshFrom(int from, int to, Viewer viewer) {
        int piece = fresh.nextPresent(from);
        while (piece != Bitfield.NONE && piece < to && viewer.shown.contains(piece)) {
            piece = fresh.nextPresent(piece + 1);
        }
        return piece == Bitfield.NONE || piece >= to ? NO_PIECE : piece;
    }

    private int rarestFrom(int start, Viewer viewer, Bitfield peerPieces) {
        int rarest = NO_PIECE;
        for (int i = 0; i < pieceCount; i++) {
            int piece = i < pieceCount - start ? start + i : i - (pieceCount - start);
            boolean rarer = rarest == NO_PIECE || copies[piece] + pendingAt[piece] < copies[rarest] + pendingAt[rarest];
            rarest = rarer && !peerPieces.contains(piece) && !viewer.shown.contains(piece) ? piece : rarest;
        }
        return rarest;
    }

    // What follows records.

    public void joined(long connectionId) {
        viewers.put(connectionId, new Viewer(pieceCount));
    }

    /** The peer is told that we have the piece. */
    public void shown(long connectionId, int pieceIndex, long timeNs) {
        Viewer viewer = viewer(connectionId);
        settle(viewer);
        viewer.shown.add(pieceIndex);
        viewer.pending = pieceIndex;
        viewer.pendingSinceNs = timeNs;
        pendingAt[pieceIndex]++;
        freshen(pieceIndex);
    }

    /** The peer has the piece, which it had not before. Whoever was shown it has passed it on, unless that was this peer. */
    public void has(long connectionId, int pieceIndex) {
        Viewer owner = viewer(connectionId);
        owner.haveCount++;
        copies[pieceIndex]++;
        freshen(pieceIndex);
        if (owner.pending == pieceIndex) {
            owner.gotPending = true;
            if (copies[pieceIndex] > 1) {
                settle(owner);
            }
        }
        if (pendingAt[pieceIndex] > 0) {
            viewers.values().stream().filter(viewer -> viewer != owner && viewer.pending == pieceIndex).forEach(this::settle);
        }
    }

    /** The peer has all these. @param before what it had until now */
    public void has(long connectionId, Bitfield before, Bitfield peerPieces) {
        for (int piece = before.nextPresent(0); piece != Bitfield.NONE; piece = before.nextPresent(piece + 1)) {
            lost(connectionId, piece);
        }
        for (int piece = peerPieces.nextPresent(0); piece != Bitfield.NONE; piece = peerPieces.nextPresent(piece + 1)) {
            has(connectionId, piece);
        }
    }

    /** The peer has the piece no longer. */
    public void lost(long connectionId, int pieceIndex) {
        viewer(connectionId).haveCount--;
        copies[pieceIndex]--;
        freshen(pieceIndex);
    }

    /** The peer wants nothing that it was shown: it has that, though not all say so to whom they have it from, or has no use for it. */
    public void wantsNothing(long connectionId) {
        Viewer viewer = viewer(connectionId);
        viewer.gotPending = viewer.pending != NO_PIECE;
    }

    /** What the peer was shown is not waited for any longer. */
    public void givenUp(long connectionId) {
        settle(viewer(connectionId));
    }

    /**
     * The peer is gone, and what it had with it.
     *
     * @param peerPieces what it had
     */
    public void left(long connectionId, Bitfield peerPieces) {
        settle(viewer(connectionId));
        for (int piece = peerPieces.nextPresent(0); piece != Bitfield.NONE; piece = peerPieces.nextPresent(piece + 1)) {
            lost(connectionId, piece);
        }
        viewers.remove(connectionId);
    }

    private void settle(Viewer viewer) {
        if (viewer.pending != NO_PIECE) {
            int piece = viewer.pending;
            viewer.pending = NO_PIECE;
            viewer.gotPending = false;
            pendingAt[piece]--;
            freshen(piece);
        }
    }

    private void freshen(int pieceIndex) {
        if (copies[pieceIndex] == 0 && pendingAt[pieceIndex] == 0) {
            fresh.add(pieceIndex);
        } else {
            fresh.remove(pieceIndex);
        }
    }

    private Viewer viewer(long connectionId) {
        Viewer viewer = viewers.get(connectionId);
        if (viewer == null) {
            throw new IllegalArgumentException("connection " + connectionId + " has not joined");
        }
        return viewer;
    }
}
