package dev.oxbow.core.peer;

import dev.oxbow.core.choke.Contender;
import dev.oxbow.core.swarm.PexLedger;
import dev.oxbow.core.time.RateMeter;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.wire.Handshake;
import java.util.Optional;
import org.agrona.collections.IntArrayList;

/**
 * What is known of one connection: BEP 3's four bits, what the peer has, what each side asks of the other, and how it behaved. Only
 * records. Its methods are the entries of its conversation, seen from outside.
 */
public final class PeerSession {
    /** How far a connection has come. */
    public enum Phase {
        DIALLING, SHAKING_HANDS, ACTIVE, CLOSING,
        /** Speaks of a torrent whose pieces are not known here yet: with the extension protocol only. */
        METADATA
    }

    /** Stands for the torrent of an accepted connection that has not said which one it wants. */
    public static final int NO_TORRENT = 0;

    private static final int CHOKER_SECONDS = 20;
    /** No more than this is remembered of pieces that the peer allows us to ask for though it chokes us. */
    private static final int ALLOWED_FAST_MAX = 100;

    private final long connectionId;
    private final Endpoint endpoint;
    private int torrentId;
    private Phase phase;
    private Optional<PeerId> peerId = Optional.empty();
    private String client = "";
    private Bitfield pieces = new Bitfield(0);
    private int missingHere;
    private boolean amChoking = true;
    private boolean amInterested;
    private boolean peerChoking = true;
    private boolean peerInterested;
    private boolean handshakeSent;
    private boolean bitfieldAllowed = true;
    private final long sinceNs;
    private long interestChangedNs;
    private long lastReceivedNs;
    private long lastSentNs;
    private final RequestQueue requests = new RequestQueue();
    private final AskedInVain askedInVain = new AskedInVain();
    private final UploadQueue uploads = new UploadQueue();
    private final RateMeter down = new RateMeter();
    private final RateMeter up = new RateMeter();
    private long bytesDown;
    private long bytesUp;
    private long bytesWasted;
    private int unrequestedBlocks;
    private int unknownMessages;
    private long reservedHere;
    private long reservedThere;
    private boolean uploadOnly;
    private int listenPort;
    private boolean trusted;
    private final IntArrayList allowedFastHere = new IntArrayList();
    private final IntArrayList allowedFastThere = new IntArrayList();
    private final RateMeter downForChoker = RateMeter.over(CHOKER_SECONDS);
    private long lastUnchokedNs = Contender.NEVER;
    private boolean optimistic;
    private long uploadedSinceUnchokeBytes;
    private final PexLedger pex = new PexLedger();
    private final MetadataQuota metadataQuota = new MetadataQuota();

    private PeerSession(long connectionId, Endpoint endpoint, int torrentId, Phase phase, long timeNs) {
        this.connectionId = connectionId;
        this.endpoint = endpoint;
        this.torrentId = torrentId;
        this.phase = phase;
        this.sinceNs = timeNs;
        this.interestChangedNs = timeNs;
        this.lastReceivedNs = timeNs;
        this.lastSentNs = timeNs;
    }

    public static PeerSession dialled(long connectionId, Endpoint endpoint, int torrentId, long timeNs) {
        return new PeerSession(connectionId, endpoint, torrentId, Phase.DIALLING, timeNs);
    }

    public static PeerSession accepted(long connectionId, Endpoint endpoint, long timeNs) {
        return new PeerSession(connectionId, endpoint, NO_TORRENT, Phase.SHAKING_HANDS, timeNs);
    }

    public long connectionId() {
        return connectionId;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public int torrentId() {
        return torrentId;
    }

    public Phase phase() {
        return phase;
    }

    public boolean isActive() {
        return phase == Phase.ACTIVE;
    }

    /** Whether it speaks of a torrent whose pieces are not known here yet. */
    public boolean isAwaitingMetadata() {
        return phase == Phase.METADATA;
    }

    /** What each side has told the other of the swarm (BEP 11). */
    public PexLedger pex() {
        return pex;
    }

    /** How much metadata it has had of us. */
    public MetadataQuota metadataQuota() {
        return metadataQuota;
    }

    /** Where others can dial it, as far as that is known. */
    public Optional<Endpoint> reachableAt() {
        return isDialled() || listenPort != 0 ? Optional.of(identity()) : Optional.empty();
    }

    public boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    /** Odd ids are ours (see the vocabulary). */
    public boolean isDialled() {
        return (connectionId & 1) == 1;
    }

    public Optional<PeerId> peerId() {
        return peerId;
    }

    /** The client's name as it gives it, printable; empty when it has not said. */
    public String client() {
        return client;
    }

    /** The pieces the peer has. Do not change it. */
    public Bitfield pieces() {
        return pieces;
    }

    public boolean isSeed() {
        return pieces.size() > 0 && pieces.isFull();
    }

    /** How many pieces the peer has that we lack. */
    public int missingHere() {
        return missingHere;
    }

    /** Whether both sides have a node in the DHT (BEP 5). */
    public boolean isDht() {
        return (reservedHere & reservedThere & Handshake.DHT_BIT) != 0;
    }

    /** Whether both sides speak the fast extension (BEP 6). */
    public boolean isFast() {
        return (reservedHere & reservedThere & Handshake.FAST_BIT) != 0;
    }

    /** Whether it wants nothing, though it may not have everything (BEP 21). */
    public boolean isUploadOnly() {
        return uploadOnly || isSeed();
    }

    /** Where it can be dialled, as far as that is known. */
    public Endpoint identity() {
        return isDialled() || listenPort == 0 ? endpoint : new Endpoint(endpoint.address(), listenPort);
    }

    /** Whether it has sent a whole piece that was right, and no part of a wrong one since. */
    public boolean isTrusted() {
        return trusted;
    }

    /** Whether the peer may ask for this piece though we choke it. */
    public boolean isAllowedFastHere(int pieceIndex) {
        return allowedFastHere.containsInt(pieceIndex);
    }

    /** Pieces that we may ask for though the peer chokes us. Do not change it. */
    public IntArrayList allowedFastThere() {
        return allowedFastThere;
    }

    /** Over about 20 seconds, for the choker. */
    public long downForChokerBytesPerSec(long timeNs) {
        return downForChoker.bytesPerSec(timeNs);
    }

    /** When we last unchoked it, or {@link Contender#NEVER}. */
    public long lastUnchokedNs() {
        return lastUnchokedNs;
    }

    /** Whether that was an optimistic unchoke. */
    public boolean isOptimistic() {
        return optimistic;
    }

    public long uploadedSinceUnchokeBytes() {
        return uploadedSinceUnchokeBytes;
    }

    public boolean amChoking() {
        return amChoking;
    }

    public boolean amInterested() {
        return amInterested;
    }

    public boolean peerChoking() {
        return peerChoking;
    }

    public boolean peerInterested() {
        return peerInterested;
    }

    public boolean isHandshakeSent() {
        return handshakeSent;
    }

    /** Whether a bitfield may still come: only as the first message after the handshake (BEP 3). */
    public boolean isBitfieldAllowed() {
        return bitfieldAllowed;
    }

    /** Since when both sides are interested or not as they are now. */
    public long interestChangedNs() {
        return interestChangedNs;
    }

    public long sinceNs() {
        return sinceNs;
    }

    public long lastReceivedNs() {
        return lastReceivedNs;
    }

    public long lastSentNs() {
        return lastSentNs;
    }

    public RequestQueue requests() {
        return requests;
    }

    public AskedInVain askedInVain() {
        return askedInVain;
    }

    /** Whether it can be counted on for what it says it has: it neither keeps us waiting nor refuses. */
    public boolean isReliable() {
        return !requests.isSnubbed() && !askedInVain.isRefusing();
    }

    public UploadQueue uploads() {
        return uploads;
    }

    public long downBytesPerSec(long timeNs) {
        return down.bytesPerSec(timeNs);
    }

    public long upBytesPerSec(long timeNs) {
        return up.bytesPerSec(timeNs);
    }

    public long bytesDown() {
        return bytesDown;
    }

    public long bytesUp() {
        return bytesUp;
    }

    public long bytesWasted() {
        return bytesWasted;
    }

    public int unrequestedBlocks() {
        return unrequestedBlocks;
    }

    public int unknownMessages() {
        return unknownMessages;
    }

    // What follows records; only the fold calls it.

    public void opened(long timeNs) {
        phase = Phase.SHAKING_HANDS;
        lastReceivedNs = timeNs;
    }

    public void received(long timeNs) {
        lastReceivedNs = timeNs;
    }

    public void sent(long timeNs) {
        lastSentNs = timeNs;
    }

    public void handshakeSent(long reservedBits) {
        handshakeSent = true;
        reservedHere = reservedBits;
    }

    public void handshakeReceived(PeerId id, long reservedBits) {
        peerId = Optional.of(id);
        reservedThere = reservedBits;
    }

    /** The connection speaks of this torrent from now on. */
    public void joined(int torrent, int pieceCount) {
        torrentId = torrent;
        pieces = new Bitfield(pieceCount);
        phase = Phase.ACTIVE;
    }

    /** The connection speaks of this torrent from now on, but not of its pieces. */
    public void awaitsMetadata(int torrent) {
        torrentId = torrent;
        phase = Phase.METADATA;
    }

    public void closing() {
        phase = Phase.CLOSING;
    }

    public void bitfield(Bitfield all, int missing) {
        pieces = all;
        missingHere = missing;
        bitfieldAllowed = false;
    }

    public void messageBeyondHandshake() {
        bitfieldAllowed = false;
    }

    /** @return whether that was news */
    public boolean have(int pieceIndex, boolean missing) {
        boolean news = pieces.add(pieceIndex);
        missingHere += news && missing ? 1 : 0;
        return news;
    }

    public void weGot(int pieceIndex) {
        missingHere -= pieces.size() > 0 && pieces.contains(pieceIndex) ? 1 : 0;
    }

    public void weLost(int pieceIndex) {
        missingHere += pieces.size() > 0 && pieces.contains(pieceIndex) ? 1 : 0;
    }

    public void choked() {
        amChoking = true;
        if (!isFast()) {
            uploads.clear(); // in the fast extension each is rejected by a message of its own
        }
    }

    public void unchoked(boolean asOptimistic, long timeNs) {
        amChoking = false;
        optimistic = asOptimistic;
        lastUnchokedNs = timeNs;
        uploadedSinceUnchokeBytes = 0;
    }

    public void trusted(boolean now) {
        trusted = now;
    }

    public void allowedFastHere(int pieceIndex) {
        allowedFastHere.addInt(pieceIndex);
    }

    public void allowedFastThere(int pieceIndex) {
        if (allowedFastThere.size() < ALLOWED_FAST_MAX && !allowedFastThere.containsInt(pieceIndex)) {
            allowedFastThere.addInt(pieceIndex);
        }
    }

    /** @return whether it had the piece */
    public boolean lost(int pieceIndex, boolean missing) {
        boolean had = pieces.remove(pieceIndex);
        missingHere -= had && missing ? 1 : 0;
        return had;
    }

    public void amInterested(boolean now, long timeNs) {
        interestChangedNs = now == amInterested ? interestChangedNs : timeNs;
        amInterested = now;
    }

    public void peerChoking(boolean now) {
        peerChoking = now;
        if (now) {
            askedInVain.interrupted();
        }
    }

    public void peerInterested(boolean now, long timeNs) {
        interestChangedNs = now == peerInterested ? interestChangedNs : timeNs;
        peerInterested = now;
    }

    public void extended(String name, int requestQueueMax, int port, boolean wantsNothing, boolean peerExchange) {
        pex.wanted(peerExchange);
        client = name;
        listenPort = port;
        uploadOnly = wantsNothing;
        if (requestQueueMax > 0) {
            requests.peerMax(requestQueueMax);
        }
    }

    public void asked(int pieceIndex, int blockIndex, long timeNs) {
        requests.asked(pieceIndex, blockIndex, timeNs);
        if (!peerChoking) {
            askedInVain.asked(timeNs);
        }
    }

    public void cancelled(int pieceIndex, int blockIndex) {
        requests.cancelled(pieceIndex, blockIndex);
    }

    /** It will not send a block that it was asked for. One that chokes us may refuse what it was asked for before. */
    public void refused(int pieceIndex, int blockIndex, long timeNs) {
        blockSettled(pieceIndex, blockIndex);
        if (!peerChoking) {
            askedInVain.refused(timeNs);
        }
    }

    /** Nothing is asked of it any more, and that is not its doing. */
    public void nothingAsked() {
        askedInVain.interrupted();
    }

    public void snubbed() {
        requests.snubbed();
    }

    public void blocksArrived(int blockCount, int lengthBytes, long timeNs) {
        bytesDown += lengthBytes;
        down.add(timeNs, lengthBytes);
        downForChoker.add(timeNs, lengthBytes);
        requests.blocksArrived(blockCount, timeNs, down.bytesPerSec(timeNs));
        askedInVain.ended();
    }

    public void blockSettled(int pieceIndex, int blockIndex) {
        requests.settled(pieceIndex, blockIndex);
        requests.forgotten(pieceIndex, blockIndex);
    }

    public void blockWasted(int lengthBytes) {
        bytesWasted += lengthBytes;
    }

    public void blockUnrequested() {
        unrequestedBlocks++;
    }

    public void unknownMessage() {
        unknownMessages++;
    }

    public void requestReceived(UploadQueue.Request request, boolean takeIt) {
        if (takeIt) {
            uploads.add(request);
        } else {
            uploads.refused();
        }
    }

    public void requestCancelled(UploadQueue.Request request) {
        uploads.cancel(request);
    }

    public void sending(UploadQueue.Request request) {
        uploads.begun(request);
    }

    public void blocksSent(int blockCount, int lengthBytes, long timeNs) {
        uploads.finished(blockCount);
        bytesUp += lengthBytes;
        uploadedSinceUnchokeBytes += lengthBytes;
        up.add(timeNs, lengthBytes);
        lastSentNs = timeNs;
    }

    public void blockNotSent() {
        uploads.finished(1);
    }
}
