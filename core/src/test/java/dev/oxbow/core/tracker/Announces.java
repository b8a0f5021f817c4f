package dev.oxbow.core.tracker;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import java.nio.charset.StandardCharsets;

/** Announces and answers for tests to start from. */
final class Announces {
    static final InfoHash INFO_HASH = InfoHash.ofHex("123456789abcdef123456789abcdef123456789a");
    static final PeerId PEER_ID = new PeerId(ByteString.ofUtf8("-OX0100-abcdefghijkl"));

    private Announces() {
    }

    static AnnounceRequest regular() {
        return with(AnnounceRequest.REGULAR, "", -1, "", "");
    }

    static AnnounceRequest with(String event, String ip, int peersWanted, String key, String trackerId) {
        return new AnnounceRequest(INFO_HASH, PEER_ID, 6881, 1, 2, 3, event, true, false, ip, peersWanted, key, trackerId);
    }

    /** Bencode written in Latin-1, so that {@code \u00ff} is the byte ff. */
    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static AnnounceAnswer.Answered answered(String latin1) {
        return (AnnounceAnswer.Answered) AnnounceAnswerDecoder.decode(bytes(latin1));
    }

    static AnnounceAnswer.Refused refused(String latin1) {
        return (AnnounceAnswer.Refused) AnnounceAnswerDecoder.decode(bytes(latin1));
    }

    static String malformed(byte[] body) {
        return ((AnnounceAnswer.Malformed) AnnounceAnswerDecoder.decode(body)).reason();
    }
}
