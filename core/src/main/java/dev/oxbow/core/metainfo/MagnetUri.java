package dev.oxbow.core.metainfo;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A magnet link (BEP 9, BEP 53).
 *
 * @param infoHashV1    from {@code xt=urn:btih:}
 * @param infoHashV2    64 hexadecimal digits, from {@code xt=urn:btmh:1220}
 * @param name          {@code dn}, made printable
 * @param trackers      {@code tr}
 * @param webSeeds      {@code ws}
 * @param peerAddresses {@code x.pe}, as {@code host:port}
 * @param selectOnly    {@code so}: the indexes of the wanted files; empty for all
 * @param lengthBytes   {@code xl}
 */
public record MagnetUri(
        Optional<InfoHash> infoHashV1, Optional<String> infoHashV2, Optional<String> name, List<String> trackers, List<String> webSeeds,
        List<String> peerAddresses, List<Integer> selectOnly, OptionalLong lengthBytes) {
    private static final int URI_MAX_CHARS = 64 * 1024;
    private static final int SELECTED_MAX = 100_000;
    private static final int TEXT_MAX = 4096;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** The link to a torrent whose file is known. */
    public static MagnetUri of(Metainfo metainfo) {
        return new MagnetUri(Optional.of(metainfo.infoHash()), metainfo.infoHashV2(), Optional.of(metainfo.shownName()),
                metainfo.trackerTiers().stream().flatMap(List::stream).distinct().toList(), metainfo.webSeeds(), List.of(), List.of(),
                OptionalLong.of(metainfo.payloadLengthBytes()));
    }

    /** The same link with another choice of files. */
    public MagnetUri withSelectOnly(List<Integer> fileIndexes) {
        return new MagnetUri(infoHashV1, infoHashV2, name, trackers, webSeeds, peerAddresses, fileIndexes, lengthBytes);
    }

    /** As text that {@link #parse} reads. */
    public String toText() {
        StringBuilder out = new StringBuilder("magnet:?");
        infoHashV1.ifPresent(hash -> out.append("xt=urn:btih:").append(hash));
        infoHashV2.ifPresent(hash -> out.append(infoHashV1.isPresent() ? "&" : "").append("xt=urn:btmh:1220").append(hash));
        name.ifPresent(text -> out.append("&dn=").append(encode(text)));
        lengthBytes.ifPresent(length -> out.append("&xl=").append(length));
        trackers.forEach(url -> out.append("&tr=").append(encode(url)));
        webSeeds.forEach(url -> out.append("&ws=").append(encode(url)));
        peerAddresses.forEach(peer -> out.append("&x.pe=").append(peer));
        if (!selectOnly.isEmpty()) {
            out.append("&so=").append(selectOnly.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return out.toString();
    }

    private static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = each >= '0' && each <= '9' || each >= 'A' && each <= 'Z' || each >= 'a' && each <= 'z' || "-._~".indexOf(each) >= 0;
            out.append(plain ? String.valueOf((char) each) : "%" + ByteString.wrap(new byte[] {each}).toHex().toUpperCase(Locale.ROOT));
        }
        return out.toString();
    }

    /** @throws MetainfoException with a sentence that says what is wrong */
    public static MagnetUri parse(String uri) throws MetainfoException {
        if (uri.length() > URI_MAX_CHARS) {
            throw new MetainfoException("the magnet link is longer than " + URI_MAX_CHARS + " characters");
        }
        if (!uri.regionMatches(true, 0, "magnet:?", 0, 8)) {
            throw new MetainfoException("it is not a magnet link");
        }
        Parts parts = new Parts();
        for (String pair : uri.substring(8).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parts.add(pair.substring(0, equals).toLowerCase(Locale.ROOT), decode(pair.substring(equals + 1)));
            }
        }
        if (parts.v1.isEmpty() && parts.v2.isEmpty()) {
            throw new MetainfoException("the magnet link has no BitTorrent info hash (xt=urn:btih:…)");
        }
        return new MagnetUri(parts.v1, parts.v2, parts.name, List.copyOf(parts.trackers), List.copyOf(parts.webSeeds),
                List.copyOf(parts.peers), List.copyOf(parts.selected), parts.length);
    }

    /** Whether the text is a bare info hash: 40 hexadecimal or 32 base-32 digits. */
    public static Optional<InfoHash> infoHash(String text) {
        try {
            if (text.length() == 40) {
                return Optional.of(InfoHash.ofHex(text));
            }
            return text.length() == 32 ? Optional.of(InfoHash.of(base32(text))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] base32(String text) {
        byte[] out = new byte[text.length() * 5 / 8];
        long bits = 0;
        int count = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = BASE32.indexOf(Character.toUpperCase(text.charAt(i)));
            if (digit < 0) {
                throw new IllegalArgumentException("not base 32");
            }
            bits = bits << 5 | digit;
            count += 5;
            if (count >= 8) {
                count -= 8;
                out[at++] = (byte) (bits >>> count);
            }
        }
        return out;
    }

    private static String decode(String text) throws MetainfoException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                if (i + 2 >= bytes.length) {
                    throw new MetainfoException("the magnet link ends within an escape after %");
                }
                try {
                    out.write(ByteString.ofHex(new String(bytes, i + 1, 2, StandardCharsets.ISO_8859_1)).byteAt(0));
                } catch (IllegalArgumentException e) {
                    throw new MetainfoException("the magnet link has a malformed escape after %");
                }
                i += 2;
            } else {
                out.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What has been read so far. */
    private static final class Parts {
        private Optional<InfoHash> v1 = Optional.empty();
        private Optional<String> v2 = Optional.empty();
        private Optional<String> name = Optional.empty();
        private OptionalLong length = OptionalLong.empty();
        private final List<String> trackers = new ArrayList<>();
        private final List<String> webSeeds = new ArrayList<>();
        private final List<String> peers = new ArrayList<>();
        private final TreeSet<Integer> selected = new TreeSet<>();

        void add(String key, String value) throws MetainfoException {
            String family = key.matches("(xt|tr|ws)\\.[0-9]+") ? key.substring(0, 2) : key;
            switch (family) {
                case "xt" -> exactTopic(value);
                case "dn" -> name = Optional.of(Text.printable(value, TEXT_MAX));
                case "tr" -> trackers.add(Text.printable(value, TEXT_MAX));
                case "ws" -> webSeeds.add(Text.printable(value, TEXT_MAX));
                case "x.pe" -> peers.add(Text.printable(value, TEXT_MAX));
                case "so" -> select(value);
                case "xl" -> length = value.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(value)) : length;
                default -> { } // parameters of other networks
            }
        }

        private void exactTopic(String value) throws MetainfoException {
            String lower = value.toLowerCase(Locale.ROOT);
            if (lower.startsWith("urn:btih:")) {
                v1 = Optional.of(infoHash(value.substring(9))
                        .orElseThrow(() -> new MetainfoException("the magnet link's info hash is neither 40 hexadecimal nor 32 base-32 digits")));
            } else if (lower.startsWith("urn:btmh:")) {
                if (!lower.matches("urn:btmh:1220[0-9a-f]{64}")) {
                    throw new MetainfoException("the magnet link's v2 info hash is not 1220 and 64 hexadecimal digits");
                }
                v2 = Optional.of(lower.substring(13));
            }
        }

        private void select(String ranges) throws MetainfoException {
            for (String range : ranges.split(",")) {
                if (!range.matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
                    throw new MetainfoException("the magnet link's choice of files (so) is malformed");
                }
                String[] ends = range.split("-");
                int first = Integer.parseInt(ends[0]);
                int last = Integer.parseInt(ends[ends.length - 1]);
                if (last < first || last - first > SELECTED_MAX - selected.size()) {
                    throw new MetainfoException("the magnet link's choice of files (so) is too large or runs backwards");
                }
                for (int i = first; i <= last; i++) {
                    selected.add(i);
                }
            }
        }
    }
}
