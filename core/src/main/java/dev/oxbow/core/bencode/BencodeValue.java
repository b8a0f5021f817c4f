package dev.oxbow.core.bencode;

import dev.oxbow.core.value.ByteString;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A bencoded value (BEP 3): an integer, a byte string, a list or a dictionary. Bytes stay bytes; text is made of them to be shown. */
public sealed interface BencodeValue {

    /** An integer. */
    record BInteger(long value) implements BencodeValue {
    }

    /** A byte string. */
    record BString(ByteString bytes) implements BencodeValue {
        public static BString of(String text) {
            return new BString(ByteString.ofUtf8(text));
        }
    }

    /** A list. */
    record BList(List<BencodeValue> items) implements BencodeValue {
        public BList {
            items = Collections.unmodifiableList(items);
        }
    }

    /** A dictionary, sorted by the raw bytes of its keys. */
    record BDictionary(SortedMap<ByteString, BencodeValue> entries) implements BencodeValue {
        public BDictionary {
            entries = Collections.unmodifiableSortedMap(entries);
        }

        public static BDictionary of(Map<String, BencodeValue> entries) {
            TreeMap<ByteString, BencodeValue> sorted = new TreeMap<>();
            entries.forEach((key, value) -> sorted.put(ByteString.ofUtf8(key), value));
            return new BDictionary(sorted);
        }

        public Optional<BencodeValue> get(String key) {
            return Optional.ofNullable(entries.get(ByteString.ofUtf8(key)));
        }

        /** The value if it is a byte string. */
        public Optional<ByteString> bytes(String key) {
            return get(key).filter(BString.class::isInstance).map(value -> ((BString) value).bytes());
        }

        /** The value if it is an integer. */
        public Optional<Long> integer(String key) {
            return get(key).filter(BInteger.class::isInstance).map(value -> ((BInteger) value).value());
        }

        /** The value if it is a list. */
        public Optional<List<BencodeValue>> list(String key) {
            return get(key).filter(BList.class::isInstance).map(value -> ((BList) value).items());
        }

        /** The value if it is a dictionary. */
        public Optional<BDictionary> dictionary(String key) {
            return get(key).filter(BDictionary.class::isInstance).map(BDictionary.class::cast);
        }
    }
}
