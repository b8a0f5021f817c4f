package dev.oxbow.core.wire;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Text;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The extension handshake (BEP 10). What the peer left out, or gave a senseless value, is the empty string or 0.
 *
 * @param client              {@code v}, printable
 * @param requestQueueMax     {@code reqq}
 * @param listenPort          {@code p}
 * @param metadataLengthBytes {@code metadata_size} (BEP 9)
 */
public record ExtendedHandshake(String client, int requestQueueMax, int listenPort, int metadataLengthBytes) {
    static final int EXTENDED_ID = 0;
    private static final int CLIENT_MAX_CHARS = 100;
    private static final int REQUEST_QUEUE_MAX = 100_000;
    private static final int METADATA_MAX_BYTES = 32 << 20;

    /** The payload behind the extended id. */
    public byte[] encode() {
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("m", BDictionary.of(new TreeMap<>()));
        if (listenPort > 0) {
            out.put("p", new BInteger(listenPort));
        }
        out.put("reqq", new BInteger(requestQueueMax));
        out.put("v", BString.of(client));
        return BencodeWriter.write(BDictionary.of(out));
    }

    /** Nothing when the payload is no dictionary. */
    public static Optional<ExtendedHandshake> decode(byte[] payload) {
        BencodeValue value;
        try {
            value = BencodeReader.readLenient(payload, BencodeReader.TRACKER_DEPTH_MAX);
        } catch (BencodeException e) {
            return Optional.empty();
        }
        if (!(value instanceof BDictionary dictionary)) {
            return Optional.empty();
        }
        return Optional.of(new ExtendedHandshake(
                dictionary.bytes("v").map(ByteString::utf8).map(text -> Text.printable(text, CLIENT_MAX_CHARS)).orElse(""),
                within(dictionary, "reqq", REQUEST_QUEUE_MAX), within(dictionary, "p", 0xffff),
                within(dictionary, "metadata_size", METADATA_MAX_BYTES)));
    }

    private static int within(BDictionary dictionary, String key, int max) {
        return dictionary.integer(key).filter(value -> value > 0 && value <= max).map(Long::intValue).orElse(0);
    }
}
