package dev.oxbow.replay;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.where.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which entries are wanted. Within one kind of filter any may fit, as {@code -T Choke -T Unchoke}; all kinds must.
 *
 * @param torrents the first digits of an info hash, or a part of a name
 * @param peers    an address, an address with port, {@code #} and a connection's number, or a part of the client's name
 * @param pieces   a piece, or {@code piece.block}
 * @param types    names of entries, with {@code *}
 * @param severity the least severity
 * @param where    a condition
 */
public record EntryFilter(List<String> torrents, List<String> peers, List<String> pieces, List<String> types, Optional<Severity> severity,
        Optional<String> where) {
    public static final EntryFilter ALL = new EntryFilter(List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

    /** A filter that knows what the numbers in entries stand for. */
    public interface Test {
        /** To be asked before the record is folded. */
        boolean test(JournalRecord record);
    }

    /** @throws IllegalArgumentException with a sentence when a part of it makes no sense */
    public Test with(Names names) {
        List<Test> all = new ArrayList<>();
        severity.ifPresent(least -> all.add(record -> Severity.of(record.entry()).compareTo(least) <= 0));
        if (!types.isEmpty()) {
            List<String> globs = types.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
            ClassValue<Boolean> fits = fitting(globs);
            all.add(record -> fits.get(record.entry().getClass()));
        }
        if (!pieces.isEmpty()) {
            List<PieceFilter> wanted = pieces.stream().map(PieceFilter::parse).toList();
            all.add(record -> wanted.stream().anyMatch(it -> it.fits(record.entry())));
        }
        if (!peers.isEmpty()) {
            all.add(record -> isOfPeer(record.entry(), names));
        }
        if (!torrents.isEmpty()) {
            all.add(record -> isOfTorrent(record.entry(), names));
        }
        where.map(text -> EntryFields.of(text, names)).ifPresent(fields -> {
            if (fields.where().forNs() > 0) {
                throw new IllegalArgumentException("'for' is understood by 'oxbow replay bisect' only");
            }
            all.add(fields::test);
        });
        return record -> {
            for (Test each : all) {
                if (!each.test(record)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static ClassValue<Boolean> fitting(List<String> globs) {
        return new ClassValue<>() {
            @Override
            protected Boolean computeValue(Class<?> type) {
                return globs.stream().anyMatch(glob -> Glob.fits(glob, type.getSimpleName().toLowerCase(Locale.ROOT)));
            }
        };
    }

    private boolean isOfPeer(Entry entry, Names names) {
        String address = names.peer(entry);
        Optional<Long> connection = names.connectionId(entry);
        for (String wanted : peers) {
            if (wanted.startsWith("#")) {
                if (connection.isPresent() && wanted.substring(1).equals(Long.toString(connection.get()))) {
                    return true;
                }
            } else if (address != null && PeerName.fits(wanted, address, () -> names.session(entry).map(it -> it.client()).orElse(""))) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfTorrent(Entry entry, Names names) {
        String infoHash = names.torrent(entry);
        if (infoHash == null) {
            return false;
        }
        String name = Components.get(entry, "spec").filter(TorrentSpec.class::isInstance).map(TorrentSpec.class::cast)
                .or(() -> names.torrentOf(entry).map(Torrent::spec)).map(spec -> spec.name().toLowerCase(Locale.ROOT)).orElse("");
        return torrents.stream().map(it -> it.toLowerCase(Locale.ROOT)).anyMatch(it -> infoHash.startsWith(it) || name.contains(it));
    }

    /** A piece, or one block of it; {@code blockIndex} -1 for any. */
    private record PieceFilter(int pieceIndex, int blockIndex) {
        static PieceFilter parse(String text) {
            String[] parts = text.split("\\.", 2);
            try {
                return new PieceFilter(Integer.parseInt(parts[0]), parts.length == 1 ? -1 : Integer.parseInt(parts[1]));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--piece expects a piece's number, or piece.block as in 412.3", e);
            }
        }

        boolean fits(Entry entry) {
            if (Components.number(entry, "pieceIndex", -1) != pieceIndex) {
                return false;
            }
            long byOffset = Components.number(entry, "offsetBytes", -PieceLayout.BLOCK_LENGTH_BYTES) / PieceLayout.BLOCK_LENGTH_BYTES;
            long first = Components.number(entry, "firstBlock", Components.number(entry, "blockIndex", byOffset));
            return blockIndex < 0 || first < 0 || blockIndex >= first && blockIndex < first + Components.blockCount(entry);
        }
    }
}
