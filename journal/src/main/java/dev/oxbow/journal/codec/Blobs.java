package dev.oxbow.journal.codec;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.TorrentSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The layouts of values that SBE fields cannot hold, all little-endian.
 *
 * <pre>
 *  endpoint   address (4 or 16) · port (2)
 *  hashes     for each: info hash (20)
 *  endpoints  for each: address length (1) · endpoint
 *  contacts   for each: node id (20) · address length (1) · endpoint
 *  texts      for each: text
 *  stamps     for each: file index (4) · size (8) · modified ns (8) · file key (8)
 *  spec       info hash (20) · private (1) · piece length (4)
 *             · file count (4) · for each file: length (8), pad (1)
 *             · tier count (4) · for each tier: URL count (4), each URL as text · name as text
 *  text       length (4) · UTF-8
 * </pre>
 */
final class Blobs {
    private static final int STAMP_BYTES = 28;

    private Blobs() {
    }

    static byte[] room(int lengthBytes, DirectBuffer buffer, int limit) {
        if (lengthBytes < 0 || lengthBytes > buffer.capacity() - limit) {
            throw new IllegalArgumentException("a value of " + lengthBytes + " bytes beyond the entry's end");
        }
        return new byte[lengthBytes];
    }

    /** @throws IllegalArgumentException rather than to write another index than the one meant */
    static int uint16(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(value + " does not fit its field of 16 bits");
        }
        return value;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static <T> T constant(T[] constants, short ordinal) {
        if (ordinal >= constants.length) {
            throw new IllegalArgumentException("constant " + ordinal + " is not known to this version");
        }
        return constants[ordinal];
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] endpoint(Endpoint endpoint) {
        return allocate(endpoint.address().length() + 2).put(endpoint.address().toArray()).putShort((short) endpoint.port()).array();
    }

    static Endpoint endpoint(byte[] bytes) {
        return endpoint(wrap(bytes), bytes.length - 2);
    }

    private static Endpoint endpoint(ByteBuffer in, int addressLength) {
        byte[] address = new byte[addressLength];
        in.get(address);
        return Endpoint.of(address, in.getShort() & 0xffff);
    }

    static byte[] endpoints(List<Endpoint> endpoints) {
        ByteBuffer out = allocate(endpoints.stream().mapToInt(endpoint -> 3 + endpoint.address().length()).sum());
        for (Endpoint endpoint : endpoints) {
            out.put((byte) endpoint.address().length()).put(endpoint(endpoint));
        }
        return out.array();
    }

    static List<Endpoint> endpoints(byte[] bytes) {
        ByteBuffer in = wrap(bytes);
        List<Endpoint> out = new ArrayList<>();
        while (in.hasRemaining()) {
            out.add(endpoint(in, in.get()));
        }
        return out;
    }

    static byte[] contacts(List<NodeContact> contacts) {
        ByteBuffer out = allocate(contacts.stream().mapToInt(node -> NodeId.LENGTH_BYTES + 3 + node.endpoint().address().length()).sum());
        for (NodeContact contact : contacts) {
            out.put(contact.id().bytes().toArray()).put((byte) contact.endpoint().address().length()).put(endpoint(contact.endpoint()));
        }
        return out.array();
    }

    static List<NodeContact> contacts(byte[] bytes) {
        ByteBuffer in = wrap(bytes);
        List<NodeContact> out = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] id = new byte[NodeId.LENGTH_BYTES];
            in.get(id);
            out.add(new NodeContact(NodeId.of(id), endpoint(in, in.get())));
        }
        return out;
    }

    static byte[] texts(List<String> texts) {
        ByteBuffer out = allocate(texts.stream().mapToInt(Blobs::textLength).sum());
        texts.forEach(text -> text(out, text));
        return out.array();
    }

    static List<String> texts(byte[] bytes) {
        ByteBuffer in = wrap(bytes);
        List<String> out = new ArrayList<>();
        while (in.hasRemaining()) {
            out.add(text(in));
        }
        return out;
    }

    static byte[] infoHashes(List<InfoHash> infoHashes) {
        ByteBuffer out = allocate(infoHashes.size() * InfoHash.LENGTH_BYTES);
        infoHashes.forEach(infoHash -> out.put(infoHash.bytes().toArray()));
        return out.array();
    }

    static List<InfoHash> infoHashes(byte[] bytes) {
        ByteBuffer in = wrap(bytes);
        List<InfoHash> out = new ArrayList<>(bytes.length / InfoHash.LENGTH_BYTES);
        while (in.hasRemaining()) {
            byte[] hash = new byte[InfoHash.LENGTH_BYTES];
            in.get(hash);
            out.add(InfoHash.of(hash));
        }
        return out;
    }

    static byte[] stamps(List<FileStamp> stamps) {
        ByteBuffer out = allocate(stamps.size() * STAMP_BYTES);
        for (FileStamp stamp : stamps) {
            out.putInt(stamp.fileIndex()).putLong(stamp.sizeBytes()).putLong(stamp.modifiedNs()).putLong(stamp.fileKey());
        }
        return out.array();
    }

    static List<FileStamp> stamps(byte[] bytes) {
        ByteBuffer in = wrap(bytes);
        List<FileStamp> out = new ArrayList<>(bytes.length / STAMP_BYTES);
        while (in.hasRemaining()) {
            out.add(new FileStamp(in.getInt(), in.getLong(), in.getLong(), in.getLong()));
        }
        return out;
    }

    static byte[] spec(TorrentSpec spec) {
        int text = spec.trackerTiers().stream().mapToInt(tier -> 4 + tier.stream().mapToInt(Blobs::textLength).sum()).sum();
        FileLayout files = spec.files();
        ByteBuffer out = allocate(25 + 4 + 9 * files.fileCount() + 4 + text + textLength(spec.name()) + 4);
        out.put(spec.infoHash().bytes().toArray()).put((byte) (spec.isPrivate() ? 1 : 0)).putInt(spec.pieces().pieceLengthBytes());
        out.putInt(files.fileCount());
        for (int i = 0; i < files.fileCount(); i++) {
            out.putLong(files.lengthBytes(i)).put((byte) (files.isPad(i) ? 1 : 0));
        }
        out.putInt(spec.trackerTiers().size());
        for (List<String> tier : spec.trackerTiers()) {
            out.putInt(tier.size());
            tier.forEach(url -> text(out, url));
        }
        text(out, spec.name());
        out.putInt(spec.metadataLengthBytes());
        return out.array();
    }

    static TorrentSpec spec(byte[] bytes) {
        ByteBuffer in = wrap(bytes);
        byte[] hash = new byte[InfoHash.LENGTH_BYTES];
        in.get(hash);
        boolean isPrivate = in.get() != 0;
        int pieceLength = in.getInt();
        int fileCount = count(in, 9);
        long[] lengths = new long[fileCount];
        boolean[] pads = new boolean[fileCount];
        for (int i = 0; i < fileCount; i++) {
            lengths[i] = in.getLong();
            pads[i] = in.get() != 0;
        }
        FileLayout files = FileLayout.of(lengths, pads);
        List<List<String>> tiers = new ArrayList<>();
        for (int tier = count(in, 4); tier > 0; tier--) {
            List<String> urls = new ArrayList<>();
            for (int url = count(in, 4); url > 0; url--) {
                urls.add(text(in));
            }
            tiers.add(urls);
        }
        PieceLayout pieces = new PieceLayout(files.totalLengthBytes(), pieceLength);
        String name = text(in);
        int metadataLength = in.remaining() < 4 ? 0 : in.getInt(); // entries of schema version 0 do not have it
        return new TorrentSpec(InfoHash.of(hash), name, pieces, files, isPrivate, tiers, metadataLength);
    }

    static byte[] ints(List<Integer> numbers) {
        ByteBuffer out = allocate(Integer.BYTES * numbers.size());
        numbers.forEach(out::putInt);
        return out.array();
    }

    static List<Integer> ints(byte[] bytes) {
        ByteBuffer in = wrap(bytes);
        List<Integer> out = new ArrayList<>();
        while (in.hasRemaining()) {
            out.add(in.getInt());
        }
        return out;
    }

    static byte[] longs(List<Long> numbers) {
        ByteBuffer out = allocate(Long.BYTES * numbers.size());
        numbers.forEach(out::putLong);
        return out.array();
    }

    static List<Long> longs(byte[] bytes) {
        ByteBuffer in = wrap(bytes);
        List<Long> out = new ArrayList<>();
        while (in.hasRemaining()) {
            out.add(in.getLong());
        }
        return out;
    }

    private static int count(ByteBuffer in, int bytesEach) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / bytesEach) {
            throw new IllegalArgumentException("a list of " + count + " beyond the entry's end");
        }
        return count;
    }

    private static int textLength(String text) {
        return 4 + text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[count(in, 1)];
        in.get(bytes);
        return text(bytes);
    }
}
