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
        return dictionary.bytes(key + ".utf-8").or(() -> dictionary.bytes(key)).map(this::decode);
    }

    /** The components under {@code key.utf-8}, else under {@code key}; empty when there are none. */
    List<String> path(BDictionary dictionary, String key) {
        List<BencodeValue> components = dictionary.list(key + ".utf-8").or(() -> dictionary.list(key)).orElse(List.of());
        List<String> out = new ArrayList<>();
        for (BencodeValue component : components) {
            out.add(component instanceof BString string ? decode(string.bytes()) : "");
        }
        return out;
    }

    private String decode(ByteString bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray())).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes.toArray(), declared.orElse(StandardCharsets.UTF_8));
        }
    }
}
