package dev.oxbow.core.session;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.ReceivedBlock;
import dev.oxbow.core.value.TorrentSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Values in scripts. An info hash or peer id of twenty equal letters is that letter: {@code A}. A set is a picture: {@code x..x....},
 * always whole bytes. A layout is {@code total/piece} in bytes. A file stamp is {@code file:size@modified#key} or {@code file:missing}, with {@code #held} when the parts file
 * has some of it.
 * A torrent is {@code A:total/piece:file+file:url,url;url}: its info hash, its layout, its files' lengths ({@code p} behind a pad's) and
 * its trackers, tiers cut by semicolons; a private one's info hash has {@code !} behind it; {@code A#40000!} says the length of its
 * metadata too. A node of the DHT is {@code N@address:port}.
 */
final class ValueText {
    private static final List<String> HEX = List.of("evidence", "transaction", "nodeId", "target", "token", "ownAddress", "nonce", "address",
            "externalAddress");

    private ValueText() {
    }

    static Object parse(RecordComponent component, String text) {
        if (List.class.equals(component.getType())) {
            Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            String inner = text == null || text.isEmpty() ? "" : text.substring(1, text.length() - 1).trim();
            List<Object> out = new ArrayList<>();
            for (String part : inner.isEmpty() ? new String[0] : inner.split("\\s+")) {
                out.add(parse((Class<?>) element, part));
            }
            return List.copyOf(out);
        }
        return parse(component.getType(), text == null ? "" : text);
    }

    private static Object parse(Class<?> type, String text) {
        if (type == int.class || type == Integer.class) {
            return text.isEmpty() ? 0 : Integer.decode(text);
        }
        if (type == long.class || type == Long.class) {
            return text.isEmpty() ? 0L : Long.decode(text);
        }
        if (type == boolean.class) {
            return text.equals("true");
        }
        if (type == String.class) {
            return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).filter(constant -> constant.toString().equals(text)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " has no " + text));
        }
        return parseValue(type, text);
    }

    private static Object parseValue(Class<?> type, String text) {
        if (type == InfoHash.class) {
            return new InfoHash(twenty(text));
        }
        if (type == PeerId.class) {
            return new PeerId(twenty(text));
        }
        if (type == ByteString.class) {
            if (text.matches("[A-Z]")) {
                return twenty(text);
            }
            return text.matches("[x.]+") ? bits(text) : ByteString.ofHex(text);
        }
        if (type == Endpoint.class) {
            return Endpoint.parse(text);
        }
        if (type == PieceLayout.class) {
            return layout(text);
        }
        if (type == NodeId.class) {
            return new NodeId(twenty(text));
        }
        if (type == NodeContact.class) {
            String[] parts = text.split("@");
            return new NodeContact(new NodeId(twenty(parts[0])), Endpoint.parse(parts[1]));
        }
        if (type == ReceivedBlock.class) {
            String[] parts = text.split(":");
            return new ReceivedBlock(Integer.decode(parts[0]), Integer.decode(parts[1]));
        }
        if (type == FileStamp.class) {
            return stamp(text);
        }
        if (type == TorrentSpec.class) {
            return torrent(text);
        }
        throw new IllegalArgumentException("scripts cannot say " + type);
    }

    private static ByteString twenty(String text) {
        byte[] out = new byte[20];
        Arrays.fill(out, (byte) text.charAt(0));
        return text.length() == 1 ? ByteString.wrap(out) : ByteString.ofHex(text);
    }

    private static ByteString bits(String text) {
        byte[] out = new byte[(text.length() + 7) / 8];
        for (int i = 0; i < text.length(); i++) {
            out[i / 8] |= text.charAt(i) == 'x' ? (byte) (0x80 >> i % 8) : 0;
        }
        return ByteString.wrap(out);
    }

    private static PieceLayout layout(String text) {
        String[] parts = text.split("/");
        return new PieceLayout(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
    }

    private static FileStamp stamp(String text) {
        String[] parts = text.split("[:@#]");
        long held = parts.length == 3 ? Long.parseLong(parts[2]) : 0;
        return parts[1].equals("missing") ? FileStamp.inParts(Integer.parseInt(parts[0]), held)
                : new FileStamp(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    private static TorrentSpec torrent(String text) {
        String[] parts = text.split(":", 4);
        String[] files = parts[2].split("\\+");
        long[] lengths = new long[files.length];
        boolean[] pads = new boolean[files.length];
        for (int i = 0; i < files.length; i++) {
            pads[i] = files[i].endsWith("p");
            lengths[i] = Long.parseLong(files[i].replace("p", ""));
        }
        List<List<String>> tiers = parts.length < 4 || parts[3].isEmpty() ? List.of()
                : Arrays.stream(parts[3].split(";")).map(tier -> List.of(tier.split(","))).toList();
        String[] hash = parts[0].replace("!", "").split("#");
        return new TorrentSpec(new InfoHash(twenty(hash[0])), hash[0], layout(parts[1]), FileLayout.of(lengths, pads), parts[0].endsWith("!"),
                tiers, hash.length > 1 ? Integer.parseInt(hash[1]) : 0);
    }

    static String print(String name, Object value) {
        if (value instanceof String text) {
            return text.isEmpty() || text.contains(" ") ? "\"" + text + "\"" : text;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> print(name, element)).collect(Collectors.joining(" ", "[", "]"));
        }
        if (value instanceof InfoHash hash) {
            return letter(hash.bytes());
        }
        if (value instanceof PeerId id) {
            return letter(id.bytes());
        }
        if (value instanceof NodeId id) {
            return letter(id.bytes());
        }
        if (value instanceof NodeContact node) {
            return letter(node.id().bytes()) + "@" + node.endpoint();
        }
        if (value instanceof ByteString bytes) {
            if (HEX.contains(name)) {
                return bytes.length() == NodeId.LENGTH_BYTES ? letter(bytes) : bytes.toHex();
            }
            return picture(bytes);
        }
        if (value instanceof PieceLayout layout) {
            return layout.totalLengthBytes() + "/" + layout.pieceLengthBytes();
        }
        if (value instanceof ReceivedBlock block) {
            return block.slotId() + ":" + block.crc32c();
        }
        if (value instanceof FileStamp stamp) {
            return stamp.isMissing() ? stamp.fileIndex() + ":missing" + (stamp.heldBytes() > 0 ? "#" + stamp.heldBytes() : "")
                    : stamp.fileIndex() + ":" + stamp.sizeBytes() + "@" + stamp.modifiedNs() + "#" + stamp.fileKey();
        }
        return value instanceof TorrentSpec spec ? print(spec) : String.valueOf(value);
    }

    private static String letter(ByteString bytes) {
        byte first = bytes.byteAt(0);
        byte[] same = new byte[bytes.length()];
        Arrays.fill(same, first);
        boolean readable = first > 32 && first < 127 && bytes.equals(ByteString.wrap(same));
        return readable ? String.valueOf((char) first) : bytes.toHex();
    }

    private static String picture(ByteString bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length() * 8; i++) {
            out.append((bytes.byteAt(i / 8) & 0x80 >> i % 8) != 0 ? 'x' : '.');
        }
        return out.toString();
    }

    private static String print(TorrentSpec spec) {
        StringBuilder files = new StringBuilder();
        for (int i = 0; i < spec.files().fileCount(); i++) {
            files.append(i == 0 ? "" : "+").append(spec.files().lengthBytes(i)).append(spec.files().isPad(i) ? "p" : "");
        }
        String tiers = spec.trackerTiers().stream().map(tier -> String.join(",", tier)).collect(Collectors.joining(";"));
        String metadata = spec.metadataLengthBytes() > 0 ? "#" + spec.metadataLengthBytes() : "";
        return letter(spec.infoHash().bytes()) + metadata + (spec.isPrivate() ? "!" : "") + ":" + print("", spec.pieces()) + ":" + files + ":" + tiers;
    }
}
