package dev.oxbow.replay.export;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was disguised, so that the result can be searched for it. What is shorter than four bytes would be found by chance and is not
 * kept.
 */
final class Originals {
    private static final int LENGTH_MIN = 4;
    private static final int BYTES_MIN = 6;

    /** What to look for, and what to call it. */
    private final Map<ByteString, String> needles = new LinkedHashMap<>();

    void bytes(ByteString original) {
        if (original.length() >= BYTES_MIN) {
            needles.putIfAbsent(original, original.toHex());
        }
    }

    /** In the journal's own form, and as text. */
    void endpoint(Endpoint original) {
        if (AddressPseudonyms.isOwn(original.address()) || original.port() == 0) {
            return;
        }
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            ByteBuffer bytes = ByteBuffer.allocate(original.address().length() + 2).order(order);
            bytes.put(original.address().toArray()).putShort((short) original.port());
            needles.putIfAbsent(ByteString.wrap(bytes.array()), original.toString());
        }
        needles.putIfAbsent(ByteString.ofUtf8(original.host()), original.host());
    }

    /** The whole, and each of its words that is not common. */
    void text(String original, Predicate<String> isCommon) {
        add(original);
        for (String word : original.split("[^\\p{L}\\p{N}]+")) {
            if (!isCommon.test(word) && !word.matches("[0-9]{1,6}")) {
                add(word);
            }
        }
    }

    private void add(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length >= LENGTH_MIN) {
            needles.putIfAbsent(ByteString.ofUtf8(text), text);
        }
    }

    int count() {
        return needles.size();
    }

    /** What of it is found in any file below the directory. */
    List<String> foundIn(Path directory) throws IOException {
        Map<Integer, List<byte[]>> byStart = new HashMap<>(); // for look-up only
        BitSet starts = new BitSet(1 << 16);
        for (ByteString needle : needles.keySet()) {
            byte[] bytes = needle.toArray();
            byStart.computeIfAbsent(ByteBuffer.wrap(bytes).getInt(), unseen -> new ArrayList<>()).add(bytes);
            starts.set((bytes[0] & 0xff) << 8 | bytes[1] & 0xff);
        }
        TreeSet<String> found = new TreeSet<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                search(Files.readAllBytes(file), byStart, starts, found);
            }
        }
        return List.copyOf(found);
    }

    private void search(byte[] in, Map<Integer, List<byte[]>> byStart, BitSet starts, TreeSet<String> found) {
        for (int at = 0; at + LENGTH_MIN <= in.length; at++) {
            if (in[at] == 0 && in[at + 1] == 0 && in[at + 2] == 0) {
                continue; // most of a journal's room
            }
            if (starts.get((in[at] & 0xff) << 8 | in[at + 1] & 0xff)) {
                int start = ByteBuffer.wrap(in, at, 4).getInt();
                for (byte[] needle : byStart.getOrDefault(start, List.of())) {
                    if (at + needle.length <= in.length && Arrays.equals(in, at, at + needle.length, needle, 0, needle.length)) {
                        found.add(needles.get(ByteString.copyOf(needle)));
                    }
                }
            }
        }
    }
}
