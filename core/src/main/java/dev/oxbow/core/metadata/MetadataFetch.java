package dev.oxbow.core.metadata;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.wire.MetadataMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The metadata of a torrent, piece by piece, from several peers at once (BEP 9). Its length is what the peer says that is asked first;
 * others that say the same take part. When the hash of the whole is wrong, and one peer sent all of it, that peer is not asked again;
 * when several did, one alone is asked for all of it, and the copy that is right shows who sent what was wrong. Only records.
 */
public final class MetadataFetch {
    /** Failed copies beyond this are not compared. */
    private static final int FAILED_MAX = 8;
    private static final long NOBODY = 0;

    /**
     * A piece as it came.
     *
     * @param sender     where the peer can be dialled, as far as that was known
     * @param crc32c     to tell copies apart
     * @param sequence   of the entry that tells of it
     */
    public record Piece(long connectionId, Endpoint sender, int crc32c, long sequence) {
    }

    /** A piece that was wrong, and the entry with the right one. */
    public record Lie(int pieceIndex, Piece piece, long goodSequence) {
    }

    private final Map<Long, MetadataSource> sources = new LinkedHashMap<>();
    private final List<Endpoint> liars = new ArrayList<>();
    private final List<SortedMap<Integer, Piece>> failed = new ArrayList<>();
    private SortedMap<Integer, Piece> arrived = new TreeMap<>();
    private int lengthBytes;
    private boolean assembling;
    private boolean alone;
    private long soleConnection = NOBODY;
    private long bytesReceived;

    /** In the order in which they came. Do not change it. */
    public Collection<MetadataSource> sources() {
        return Collections.unmodifiableCollection(sources.values());
    }

    /** What came so far of this attempt, by piece. Do not change it. */
    public SortedMap<Integer, Piece> arrived() {
        return Collections.unmodifiableSortedMap(arrived);
    }

    /** How long the metadata is taken to be in this attempt; 0 before anybody was asked. */
    public int lengthBytes() {
        return lengthBytes;
    }

    public boolean isComplete() {
        return lengthBytes > 0 && arrived.size() == MetadataMessage.pieceCount(lengthBytes);
    }

    /** Whether the pieces are being put together. */
    public boolean isAssembling() {
        return assembling;
    }

    /** Whether one peer alone is to be asked, because several together sent what was wrong. */
    public boolean isAlone() {
        return alone;
    }

    /** Of this attempt or failed ones. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Whether the peer may be asked in the attempt that is under way, or in a new one when none is. */
    public boolean isUsable(MetadataSource source) {
        return !source.isResting() && !isLiar(source) && (soleConnection == NOBODY || soleConnection == source.connectionId());
    }

    /** Whether it sent metadata that was wrong. */
    public boolean isLiar(MetadataSource source) {
        return liars.contains(source.identity());
    }

    /** Whether the piece is missing, and nobody has been asked for it. */
    public boolean isFree(int pieceIndex) {
        return !arrived.containsKey(pieceIndex) && sources.values().stream().noneMatch(source -> source.asked().containsKey(pieceIndex));
    }

    /** When an answer is overdue, or a peer may be asked again; {@link Deadline#NONE} when neither is to come. */
    public long nextNs() {
        return sources.values().stream().mapToLong(MetadataSource::nextNs).min().orElse(Deadline.NONE);
    }

    /** All pieces of failed copies that differ from the copy that is right: this one. */
    public List<Lie> lies() {
        List<Lie> out = new ArrayList<>();
        for (SortedMap<Integer, Piece> copy : failed) {
            copy.forEach((pieceIndex, piece) -> {
                Piece good = arrived.get(pieceIndex);
                if (good != null && good.crc32c() != piece.crc32c()) {
                    out.add(new Lie(pieceIndex, piece, good.sequence()));
                }
            });
        }
        return out;
    }

    /** A peer told of itself; with a length of 0 it has no metadata. */
    public void says(long connectionId, Endpoint identity, int metadataLengthBytes) {
        if (metadataLengthBytes > 0) {
            sources.computeIfAbsent(connectionId, MetadataSource::new).says(identity, metadataLengthBytes);
        } else {
            left(connectionId);
        }
    }

    /** A connection is gone. What it brought stays, unless all was to come from it. */
    public void left(long connectionId) {
        sources.remove(connectionId);
        releaseSole(connectionId);
    }

    private void releaseSole(long connectionId) {
        if (soleConnection == connectionId && !assembling) {
            begin(0);
        }
    }

    private void begin(int metadataLengthBytes) {
        lengthBytes = metadataLengthBytes;
        arrived = new TreeMap<>();
        soleConnection = NOBODY;
        assembling = false;
        sources.values().forEach(MetadataSource::forgetAsked);
    }

    public void asked(long connectionId, int pieceIndex, long timeNs) {
        Optional.ofNullable(sources.get(connectionId)).ifPresent(source -> {
            if (source.lengthBytes() != lengthBytes) {
                begin(source.lengthBytes());
            }
            soleConnection = alone ? connectionId : NOBODY;
            source.asked(pieceIndex, timeNs);
        });
    }

    /** A piece came: asked for in this attempt, or too late and still of use. */
    public void came(long connectionId, int pieceIndex, int pieceLengthBytes, int crc32c, long sequence) {
        bytesReceived += pieceLengthBytes;
        MetadataSource source = sources.get(connectionId);
        if (source == null) {
            return;
        }
        source.answered(pieceIndex);
        boolean fits = source.lengthBytes() == lengthBytes && !assembling && pieceIndex < MetadataMessage.pieceCount(lengthBytes);
        if (fits && !isLiar(source) && (soleConnection == NOBODY || soleConnection == connectionId)) {
            arrived.putIfAbsent(pieceIndex, new Piece(connectionId, source.identity(), crc32c, sequence));
        }
    }

    public void rejected(long connectionId, int pieceIndex, long timeNs) {
        Optional.ofNullable(sources.get(connectionId)).ifPresent(source -> {
            source.rejected(pieceIndex, timeNs);
            if (source.isResting()) {
                releaseSole(connectionId);
            }
        });
    }

    public void assembling() {
        assembling = true;
    }

    /** The pieces together do not have the info hash. */
    public void mismatched() {
        List<Endpoint> senders = arrived.values().stream().map(Piece::sender).distinct().toList();
        if (senders.size() == 1) {
            liars.add(senders.get(0));
        } else {
            alone = true;
        }
        if (failed.size() < FAILED_MAX) {
            failed.add(arrived);
        }
        begin(0);
    }

    public void clock(long timeNs) {
        for (MetadataSource source : List.copyOf(sources.values())) {
            boolean hadRest = source.isResting();
            source.clock(timeNs);
            if (source.isResting() && !hadRest) {
                releaseSole(source.connectionId());
            }
        }
    }

    /** What came cannot be used: nothing is asked of anybody who is connected now. */
    public void abandoned() {
        sources.clear();
        begin(0);
    }

    /** Whom is not asked again. Do not change it. */
    public List<Endpoint> liars() {
        return Collections.unmodifiableList(liars);
    }
}
