package dev.oxbow.replay.export;

import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.MetadataMessage;
import dev.oxbow.core.wire.PexMessage;
import java.nio.ByteBuffer;
import java.util.List;

/** Messages of extensions (BEP 9, 10, 11), under the ids that Oxbow itself gives them: those of the peer are not in the journal. */
final class ExtensionMessages {
    private static final int HEAD_BYTES = 6;

    private ExtensionMessages() {
    }

    /** As far as the journal has it. */
    static ExtendedHandshake handshake(String client, int requestQueueMax, int listenPort, int metadataLengthBytes, boolean uploadOnly) {
        return new ExtendedHandshake(client, requestQueueMax, listenPort, metadataLengthBytes, uploadOnly, ExtendedHandshake.DONT_HAVE_ID,
                ExtendedHandshake.METADATA_ID, ExtendedHandshake.PEX_ID, ByteString.EMPTY);
    }

    static Message metadataRequest(int pieceIndex) {
        return extended(ExtendedHandshake.METADATA_ID, MetadataMessage.request(pieceIndex).encode(), 0);
    }

    static Message metadataReject(int pieceIndex) {
        return extended(ExtendedHandshake.METADATA_ID, MetadataMessage.reject(pieceIndex).encode(), 0);
    }

    /** A piece of metadata, without its content. */
    static Message metadataPiece(int pieceIndex, int totalLengthBytes, int lengthBytes) {
        MetadataMessage head = new MetadataMessage(MetadataMessage.DATA, pieceIndex, totalLengthBytes, ByteString.EMPTY);
        return extended(ExtendedHandshake.METADATA_ID, head.encode(), lengthBytes);
    }

    static Message metadataPieceOf(SessionState state, InfoHash infoHash, int pieceIndex) {
        int total = state.torrent(infoHash).map(it -> it.spec().metadataLengthBytes()).orElse(0);
        return metadataPiece(pieceIndex, total, Math.max(0, MetadataMessage.pieceLengthBytes(total, pieceIndex)));
    }

    static Message peers(List<Endpoint> added, ByteString addedFlags, List<Endpoint> dropped) {
        return extended(ExtendedHandshake.PEX_ID, new PexMessage(added, addedFlags, dropped).encode(), 0);
    }

    /** @param missingBytes of what follows on the payload and is not in the journal */
    private static Message extended(int extendedId, byte[] payload, int missingBytes) {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + payload.length);
        out.putInt(2 + payload.length + missingBytes).put((byte) MessageId.EXTENDED).put((byte) extendedId).put(payload);
        return new Message(out.array(), out.capacity() + missingBytes);
    }
}
