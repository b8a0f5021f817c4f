package dev.oxbow.core.metainfo;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.value.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text in a torrent: UTF-8 as BEP 3 says, else in the character set that old programs declared beside it. */
final class TorrentText {
    private final Optional<Charset> declared;

    TorrentText(Optional<String> encoding) {
        this.declared = encoding.flatMap(TorrentText::charset);
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name.trim()));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /** The text under {@code key.utf-8}, else under {@code key}. */
    Optional<String> of(BDictionary dictionary, String key) {
        return bytes(dictionary, key).map(this::decode);
    }

    /** The bytes that {@link #of} decodes. */
    ByteString raw(BDictionary dictionary, String key) {
        return bytes(dictionary, key).orElse(ByteString.EMPTY);
    }

    private static Optional<ByteString> bytes(BDictionary dictionary, String key) {
        return dictionary.bytes(key + ".utf-8").or(() -> dictionary.bytes(key));
    }

    /** The components under {@code key.utf-8}, else under {@code key}; empty when there are none. */
    List<String> path(BDictionary dictionary, String key) {
        return decoded(rawPath(dictionary, key));
    }

    /** What the bytes of a path mean. */
    List<String> decoded(List<ByteString> rawPath) {
        List<String> out = new ArrayList<>(rawPath.size());
        for (ByteString component : rawPath) {
            out.add(decode(component));
        }
        return out;
    }

    /** The bytes that {@link #path} decodes. */
    List<ByteString> rawPath(BDictionary dictionary, String key) {
        List<ByteString> out = new ArrayList<>(4);
        for (BencodeValue component : dictionary.list(key + ".utf-8").or(() -> dictionary.list(key)).orElse(List.of())) {
            out.add(component instanceof BString string ? string.bytes() : ByteString.EMPTY);
        }
        return out;
    }

    private String decode(ByteString bytes) {
        return isAscii(bytes) ? bytes.utf8() : decodeOther(bytes);
    }

    private static boolean isAscii(ByteString bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.byteAt(i) < 0) {
                return false;
            }
        }
        return true;
    }

    private String decodeOther(ByteString bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray())).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes.toArray(), declared.orElse(StandardCharsets.UTF_8));
        }
    }
}
