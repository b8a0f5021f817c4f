package dev.oxbow.core.wire;

import dev.oxbow.core.value.ByteString;

/** One method for each message of the peer protocol; all arguments have been checked against the torrent. */
public interface WireHandler {
    void onKeepAlive();

    void onChoke();

    void onUnchoke();

    void onInterested();

    void onNotInterested();

    void onHave(int pieceIndex);

    void onBitfield(ByteString bits);

    void onRequest(int pieceIndex, int offsetBytes, int lengthBytes);

    void onCancel(int pieceIndex, int offsetBytes, int lengthBytes);

    void onPort(int port);

    void onSuggest(int pieceIndex);

    void onHaveAll();

    void onHaveNone();

    void onReject(int pieceIndex, int offsetBytes, int lengthBytes);

    void onAllowedFast(int pieceIndex);

    void onDontHave(int pieceIndex);

    /** BEP 9. */
    void onMetadataRequest(int pieceIndex);

    /**
     * BEP 9. Not checked against anything that was asked for.
     *
     * @param totalLengthBytes of the metadata; 0 when it is not said
     */
    void onMetadataPiece(int pieceIndex, int totalLengthBytes, ByteString piece);

    /** BEP 9. */
    void onMetadataReject(int pieceIndex);

    /** BEP 11. */
    void onPex(PexMessage message);

    void onExtendedHandshake(ExtendedHandshake handshake);

    /** A rule is broken. */
    void onViolation(WireLimits.Fault fault);
}
