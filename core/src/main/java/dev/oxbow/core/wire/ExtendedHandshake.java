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
 * @param uploadOnly          {@code upload_only}: wants nothing (BEP 21)
 * @param dontHaveId          what the sender understands as {@code lt_donthave} (BEP 54); 0 when it does not
 * @param metadataId          what the sender understands as {@code ut_metadata} (BEP 9); 0 when it does not
 * @param pexId               what the sender understands as {@code ut_pex} (BEP 11); 0 when it does not
 * @param yourAddress         {@code yourip}: the receiver's address as the sender sees it; 4 or 16 bytes, or none
 */
public record ExtendedHandshake(String client, int requestQueueMax, int listenPort, int metadataLengthBytes, boolean uploadOnly,
        int dontHaveId, int metadataId, int pexId, ByteString yourAddress) {
    static final int EXTENDED_ID = 0;
    /** What we understand as {@code lt_donthave}. */
    public static final int DONT_HAVE_ID = 7;
    /** What we understand as {@code ut_metadata}. */
    public static final int METADATA_ID = 2;
    /** What we understand as {@code ut_pex}. */
    public static final int PEX_ID = 1;
    private static final int CLIENT_MAX_CHARS = 100;
    private static final int REQUEST_QUEUE_MAX = 100_000;

    /** The payload behind the extended id. */
    public byte[] encode() {
        Map<String, BencodeValue> out = new TreeMap<>();
        Map<String, BencodeValue> ids = new TreeMap<>();
        ids.put("lt_donthave", new BInteger(dontHaveId));
        if (metadataId > 0) {
            ids.put("ut_metadata", new BInteger(metadataId));
        }
        if (pexId > 0) {
            ids.put("ut_pex", new BInteger(pexId));
        }
        out.put("m", BDictionary.of(ids));
        if (metadataLengthBytes > 0) {
            out.put("metadata_size", new BInteger(metadataLengthBytes));
        }
        if (listenPort > 0) {
            out.put("p", new BInteger(listenPort));
        }
        out.put("reqq", new BInteger(requestQueueMax));
        out.put("v", BString.of(client));
        if (uploadOnly) {
            out.put("upload_only", new BInteger(1));
        }
        if (yourAddress.length() > 0) {
            out.put("yourip", new BString(yourAddress));
        }
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
                within(dictionary, "metadata_size", MetadataMessage.LENGTH_MAX_BYTES), within(dictionary, "upload_only", Integer.MAX_VALUE) > 0,
                id(dictionary, "lt_donthave"), id(dictionary, "ut_metadata"), id(dictionary, "ut_pex"),
                dictionary.bytes("yourip").filter(it -> it.length() == 4 || it.length() == 16).orElse(ByteString.EMPTY)));
    }

    private static int id(BDictionary dictionary, String extension) {
        return dictionary.dictionary("m").map(ids -> within(ids, extension, 0xff)).orElse(0);
    }

    private static int within(BDictionary dictionary, String key, int max) {
        return dictionary.integer(key).filter(value -> value > 0 && value <= max).map(Long::intValue).orElse(0);
    }
}
