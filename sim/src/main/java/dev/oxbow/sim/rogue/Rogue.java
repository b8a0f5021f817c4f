package dev.oxbow.sim.rogue;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.TrackerEvent.AnnounceSucceeded;
import dev.oxbow.core.krpc.KrpcMessage;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A scripted peer. This one has nothing yet and wants everything, or, as a seed, has everything, lets everybody ask and answers; a
 * subclass does one thing otherwise. One object plays one peer on all of its connections.
 */
public abstract class Rogue {
    protected static final long MS_NS = 1_000_000L;
    protected static final long SECOND_NS = 1_000 * MS_NS;
    private static final long KEEP_ALIVE_NS = 90 * SECOND_NS;
    private static final long ANSWER_NS = 20 * MS_NS;

    /** How long the others have nobody else: the honest seed comes later. */
    public int aloneSeconds() {
        return 0;
    }

    /** How long the swarm goes on at least. */
    public int playSeconds() {
        return 90;
    }

    /** Whether it claims to have everything; else nothing. */
    protected boolean isSeed() {
        return false;
    }

    /** Whether others find it and can dial it. */
    public boolean listens() {
        return true;
    }

    /** How often it dials those to whom it is not connected; 0 for never. */
    public int dialEverySeconds() {
        return 30;
    }

    /** How many connections it makes or takes before it is tired. */
    public int connectionsMax() {
        return 40;
    }

    /** How many pieces the torrent must have. */
    public int piecesMin() {
        return 2;
    }

    protected long reservedBits() {
        return Handshake.EXTENSION_PROTOCOL_BIT | Handshake.FAST_BIT;
    }

    protected PeerId peerId(Talk talk) {
        byte[] id = new byte[PeerId.LENGTH_BYTES];
        Arrays.fill(id, (byte) 'r');
        return new PeerId(ByteString.wrap(id));
    }

    protected InfoHash infoHash(Talk talk) {
        return talk.infoHash();
    }

    protected String client() {
        return "Scripted 1.0";
    }

    /** Who else it is beside the peer: what the names of its trackers, or of its node, begin with. */
    public List<String> alsoKnownAs() {
        return List.of();
    }

    /** What the torrent's trackers answer in the place of an honest answer. */
    public AnnounceSucceeded announced(AnnounceSucceeded honest) {
        return honest;
    }

    /** Where it is in the DHT, if it is. */
    public Optional<Endpoint> dhtNode() {
        return Optional.empty();
    }

    /** What its node in the DHT sends for a query. */
    public List<KrpcMessage> asked(KrpcQuery query) {
        return List.of();
    }

    /** We have dialled, or were dialled and have heard the other's handshake: it is our turn. */
    public void open(Talk talk) {
        talk.say(encoder -> encoder.handshake(new Handshake(reservedBits(), infoHash(talk), peerId(talk))));
        greet(talk);
    }

    /** What follows the handshake. */
    protected void greet(Talk talk) {
        sayWhatIsHad(talk);
        sayExtendedHandshake(talk, talk.metadataLengthBytes());
        if (!isSeed()) {
            talk.say(MessageId.INTERESTED);
        }
        every(talk, KEEP_ALIVE_NS, () -> talk.say(encoder -> encoder.keepAlive()));
        met(talk);
    }

    protected void sayWhatIsHad(Talk talk) {
        talk.say(isSeed() ? MessageId.HAVE_ALL : MessageId.HAVE_NONE);
    }

    protected void sayExtendedHandshake(Talk talk, int metadataLengthBytes) {
        talk.say(encoder -> encoder.extendedHandshake(new ExtendedHandshake(client(), 500, talk.self().port(), metadataLengthBytes, false,
                ExtendedHandshake.DONT_HAVE_ID, ExtendedHandshake.METADATA_ID, 0, ByteString.EMPTY)));
    }

    /** All that is usual has been said: here most rogues begin. */
    protected void met(Talk talk) {
    }

    /** Something came. */
    public void hear(Talk talk, Event event) {
        if (event instanceof PeerEvent.InterestedReceived) {
            onInterested(talk);
        } else if (event instanceof PeerEvent.UnchokeReceived) {
            onUnchoke(talk);
        } else if (event instanceof PeerEvent.ChokeReceived) {
            onChoke(talk);
        } else if (event instanceof PeerEvent.RequestReceived request) {
            onRequest(talk, request);
        } else if (event instanceof PeerEvent.BlockReceived block) {
            onBlock(talk, block);
        } else if (event instanceof ConnectionEvent.HandshakeReceived) {
            onHandshake(talk);
        }
    }

    protected void onHandshake(Talk talk) {
    }

    protected void onInterested(Talk talk) {
        talk.say(MessageId.UNCHOKE);
    }

    protected void onUnchoke(Talk talk) {
    }

    protected void onChoke(Talk talk) {
    }

    protected void onBlock(Talk talk, PeerEvent.BlockReceived block) {
    }

    protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
        talk.after(ANSWER_NS, () -> answer(talk, request));
    }

    protected void answer(Talk talk, PeerEvent.RequestReceived request) {
        talk.sayBlock(request.pieceIndex(), request.offsetBytes(), bytesFor(talk, request.pieceIndex(), blockOf(request)));
    }

    protected byte[] bytesFor(Talk talk, int pieceIndex, int blockIndex) {
        return talk.block(pieceIndex, blockIndex);
    }

    protected static int blockOf(PeerEvent.RequestReceived request) {
        return request.offsetBytes() / PieceLayout.BLOCK_LENGTH_BYTES;
    }

    /** A copy with one bit flipped. */
    protected static byte[] spoilt(byte[] bytes, int how) {
        byte[] out = bytes.clone();
        out[0] ^= (byte) (1 << how % 8);
        return out;
    }

    /** Does something again and again. */
    protected static void every(Talk talk, long periodNs, Runnable what) {
        talk.after(periodNs, () -> {
            what.run();
            every(talk, periodNs, what);
        });
    }
}
