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

    void onExtendedHandshake(ExtendedHandshake handshake);

    /** A rule is broken. */
    void onViolation(WireLimits.Fault fault);
}
