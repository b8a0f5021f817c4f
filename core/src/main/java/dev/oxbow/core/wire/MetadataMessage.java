package dev.oxbow.core.wire;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.value.ByteString;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message of {@code ut_metadata} (BEP 9): a bencoded dictionary, and in a data message the piece itself behind it.
 *
 * @param kind             {@code msg_type}; others than the three known ones are to be ignored
 * @param pieceIndex       below {@link #PIECES_MAX}
 * @param totalLengthBytes {@code total_size} of a data message; 0 when it is not said
 * @param piece            what stands behind the dictionary
 */
public record MetadataMessage(int kind, int pieceIndex, int totalLengthBytes, ByteString piece) {
    public static final int REQUEST = 0;
    public static final int DATA = 1;
    public static final int REJECT = 2;
    /** Every piece but the last is this long. */
    public static final int PIECE_LENGTH_BYTES = 16 * 1024;
    /** Larger metadata is refused, as larger torrent files are. */
    public static final int LENGTH_MAX_BYTES = 32 << 20;
    public static final int PIECES_MAX = LENGTH_MAX_BYTES / PIECE_LENGTH_BYTES;
    /** Dictionary and piece; the dictionary may hold a few keys that we do not know. */
    static final int MESSAGE_MAX_BYTES = PIECE_LENGTH_BYTES + 1024;

    public static int pieceCount(int metadataLengthBytes) {
        return (metadataLengthBytes + PIECE_LENGTH_BYTES - 1) / PIECE_LENGTH_BYTES;
    }

    /** @param pieceIndex of a piece that metadata of this length has */
    public static int pieceLengthBytes(int metadataLengthBytes, int pieceIndex) {
        return Math.min(PIECE_LENGTH_BYTES, metadataLengthBytes - pieceIndex * PIECE_LENGTH_BYTES);
    }

    public static MetadataMessage request(int pieceIndex) {
        return new MetadataMessage(REQUEST, pieceIndex, 0, ByteString.EMPTY);
    }

    public static MetadataMessage reject(int pieceIndex) {
        return new MetadataMessage(REJECT, pieceIndex, 0, ByteString.EMPTY);
    }

    /** The payload behind the extended id. */
    public byte[] encode() {
        Map<String, BencodeValue> head = new TreeMap<>();
        head.put("msg_type", new BInteger(kind));
        head.put("piece", new BInteger(pieceIndex));
        if (kind == DATA) {
            head.put("total_size", new BInteger(totalLengthBytes));
        }
        byte[] dictionary = BencodeWriter.write(BDictionary.of(head));
        byte[] out = Arrays.copyOf(dictionary, dictionary.length + piece.length());
        piece.copyTo(out, dictionary.length);
        return out;
    }

    /** Nothing when the payload is too long, or does not begin with a dictionary that names kind and piece. */
    public static Optional<MetadataMessage> decode(byte[] payload) {
        if (payload.length > MESSAGE_MAX_BYTES) {
            return Optional.empty();
        }
        try {
            BencodeReader.Parsed head = BencodeReader.readHead(payload, BencodeReader.TRACKER_DEPTH_MAX);
            if (!(head.value() instanceof BDictionary dictionary)) {
                return Optional.empty();
            }
            Optional<Integer> kind = within(dictionary, "msg_type", Integer.MAX_VALUE);
            Optional<Integer> piece = within(dictionary, "piece", PIECES_MAX - 1);
            ByteString rest = ByteString.copyOf(payload, head.lengthBytes(), payload.length - head.lengthBytes());
            return kind.isEmpty() || piece.isEmpty() ? Optional.empty() : Optional.of(new MetadataMessage(kind.get(), piece.get(),
                    within(dictionary, "total_size", LENGTH_MAX_BYTES).orElse(0), rest));
        } catch (BencodeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> within(BDictionary dictionary, String key, int max) {
        return dictionary.integer(key).filter(value -> value >= 0 && value <= max).map(Long::intValue);
    }
}
