package dev.oxbow.sim;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.MetadataMessage;
import dev.oxbow.core.wire.PexMessage;
import dev.oxbow.core.wire.WireEncoder;
import java.nio.ByteBuffer;

/** What one node hears of another, as the bytes that the other sent. */
final class SimSpeech {
    private final WireEncoder out = new WireEncoder();

    private SimSpeech() {
    }

    /** @param heard what the receiver is to make of it */
    static byte[] of(Event heard) {
        SimSpeech speech = new SimSpeech();
        Fault.unless(speech.plain(heard) || speech.ofPieces(heard) || speech.extended(heard), () -> "nobody knows how to say " + heard);
        return speech.out.take();
    }

    /** A block, with what it contains. */
    static byte[] block(int pieceIndex, int offsetBytes, byte[] bytes) {
        WireEncoder head = new WireEncoder();
        head.blockHead(pieceIndex, offsetBytes, bytes.length);
        byte[] first = head.take();
        return ByteBuffer.allocate(first.length + bytes.length).put(first).put(bytes).array();
    }

    /** A piece of metadata as bytes, of which its CRC is all that matters. */
    static int crcOf(ByteString metadata) {
        return ByteBuffer.wrap(metadata.toArray()).getInt();
    }

    private boolean plain(Event heard) {
        if (heard instanceof ConnectionEvent.HandshakeReceived it) {
            out.handshake(new Handshake(it.reservedBits(), it.infoHash(), it.peerId()));
        } else if (heard instanceof PeerEvent.KeepAliveReceived) {
            out.keepAlive();
        } else if (heard instanceof PeerEvent.ChokeReceived) {
            out.plain(MessageId.CHOKE);
        } else if (heard instanceof PeerEvent.UnchokeReceived) {
            out.plain(MessageId.UNCHOKE);
        } else if (heard instanceof PeerEvent.InterestedReceived) {
            out.plain(MessageId.INTERESTED);
        } else if (heard instanceof PeerEvent.NotInterestedReceived) {
            out.plain(MessageId.NOT_INTERESTED);
        } else if (heard instanceof PeerEvent.HaveAllReceived) {
            out.plain(MessageId.HAVE_ALL);
        } else if (heard instanceof PeerEvent.HaveNoneReceived) {
            out.plain(MessageId.HAVE_NONE);
        } else {
            return false;
        }
        return true;
    }

    private boolean ofPieces(Event heard) {
        if (heard instanceof PeerEvent.HaveReceived it) {
            out.have(it.pieceIndex());
        } else if (heard instanceof PeerEvent.BitfieldReceived it) {
            out.bitfield(it.bits());
        } else if (heard instanceof PeerEvent.RequestReceived it) {
            out.request(it.pieceIndex(), it.offsetBytes(), it.lengthBytes());
        } else if (heard instanceof PeerEvent.CancelReceived it) {
            out.cancel(it.pieceIndex(), it.offsetBytes(), it.lengthBytes());
        } else if (heard instanceof PeerEvent.RejectReceived it) {
            out.reject(it.pieceIndex(), it.offsetBytes(), it.lengthBytes());
        } else if (heard instanceof PeerEvent.AllowedFastReceived it) {
            out.allowedFast(it.pieceIndex());
        } else if (heard instanceof PeerEvent.DhtPortReceived it) {
            out.port(it.port());
        } else if (heard instanceof PeerEvent.DontHaveReceived it) {
            out.dontHave(ExtendedHandshake.DONT_HAVE_ID, it.pieceIndex());
        } else {
            return false;
        }
        return true;
    }

    private boolean extended(Event heard) {
        if (heard instanceof PeerEvent.ExtendedHandshakeReceived it) {
            int metadataId = it.metadataLengthBytes() > 0 ? ExtendedHandshake.METADATA_ID : 0;
            out.extendedHandshake(new ExtendedHandshake(it.client(), it.requestQueueMax(), it.listenPort(), it.metadataLengthBytes(), it.uploadOnly(),
                    ExtendedHandshake.DONT_HAVE_ID, metadataId, it.peerExchange() ? ExtendedHandshake.PEX_ID : 0, ByteString.EMPTY));
        } else if (heard instanceof PeerEvent.MetadataRequestReceived it) {
            metadata(MetadataMessage.request(it.pieceIndex()));
        } else if (heard instanceof PeerEvent.MetadataRejectReceived it) {
            metadata(MetadataMessage.reject(it.pieceIndex()));
        } else if (heard instanceof PeerEvent.MetadataPieceReceived it) {
            byte[] piece = ByteBuffer.allocate(it.lengthBytes()).putInt(it.crc32c()).array();
            metadata(new MetadataMessage(MetadataMessage.DATA, it.pieceIndex(), Payload.METADATA_BYTES, ByteString.wrap(piece)));
        } else if (heard instanceof PeerEvent.PexReceived it) {
            out.extended(ExtendedHandshake.PEX_ID, new PexMessage(it.added(), it.addedFlags(), it.dropped()).encode());
        } else {
            return false;
        }
        return true;
    }

    private void metadata(MetadataMessage message) {
        out.extended(ExtendedHandshake.METADATA_ID, message.encode());
    }
}
