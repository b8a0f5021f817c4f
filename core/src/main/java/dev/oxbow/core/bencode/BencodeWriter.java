package dev.oxbow.core.bencode;

import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.value.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes bencode in its one canonical form (BEP 3): keys sorted by their raw bytes. */
public final class BencodeWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private BencodeWriter() {
    }

    public static byte[] write(BencodeValue value) {
        BencodeWriter writer = new BencodeWriter();
        writer.add(value);
        return writer.out.toByteArray();
    }

    private void add(BencodeValue value) {
        if (value instanceof BInteger integer) {
            ascii("i" + integer.value() + "e");
        } else if (value instanceof BString string) {
            add(string.bytes());
        } else if (value instanceof BList list) {
            ascii("l");
            list.items().forEach(this::add);
            ascii("e");
        } else if (value instanceof BDictionary dictionary) {
            ascii("d");
            dictionary.entries().forEach((key, entry) -> {
                add(key);
                add(entry);
            });
            ascii("e");
        }
    }

    private void add(ByteString bytes) {
        ascii(bytes.length() + ":");
        out.writeBytes(bytes.toArray());
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
