package dev.oxbow.client;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.metainfo.MetainfoWriter;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.port.MetadataShelf;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.wire.MetadataMessage;
import dev.oxbow.net.peer.PeerNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Between the peers and the session's torrent files: keeps the pieces of metadata that came until they are put together, does that, and
 * reads the pieces that peers ask for. On a thread of its own; callers never wait.
 */
final class MetadataDesk implements MetadataShelf, AutoCloseable {
    /** Copies that are not taken up any more count as well; who sends that much sends no torrent. */
    private static final long SHELF_MAX_BYTES = 4L * MetadataMessage.LENGTH_MAX_BYTES;
    private static final long INBOX_FULL_PARK_NS = 100_000;
    private static final long END_SECONDS = 5;

    private record Place(long connectionId, int pieceIndex) {
    }

    private final Inbox inbox;
    private final MetainfoStore store;
    private final Map<Integer, Map<Place, ByteString>> shelf = new HashMap<>();
    private long shelfBytes;
    private volatile boolean closing;
    private Optional<InfoHash> lastRead = Optional.empty();
    private ByteString lastInfo = ByteString.EMPTY;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "oxbow-metadata");
        created.setDaemon(true);
        return created;
    });

    MetadataDesk(Inbox inbox, MetainfoStore store) {
        this.inbox = inbox;
        this.store = store;
    }

    @Override
    public synchronized void put(int torrentId, long connectionId, int pieceIndex, ByteString piece) {
        if (shelfBytes + piece.length() <= SHELF_MAX_BYTES) {
            ByteString before = shelf.computeIfAbsent(torrentId, none -> new HashMap<>()).put(new Place(connectionId, pieceIndex), piece);
            shelfBytes += piece.length() - (before == null ? 0 : before.length());
        }
    }

    /** Nothing more is to be done with what came for this torrent. */
    synchronized Map<Place, ByteString> clear(int torrentId) {
        Map<Place, ByteString> taken = shelf.remove(torrentId);
        shelfBytes -= taken == null ? 0 : taken.values().stream().mapToLong(ByteString::length).sum();
        return taken == null ? new HashMap<>() : taken;
    }

    void assemble(StorageCommand.AssembleMetadata command) {
        Map<Place, ByteString> pieces = clear(command.torrentId());
        thread.execute(() -> post(assembled(command, pieces)));
    }

    private Event assembled(StorageCommand.AssembleMetadata command, Map<Place, ByteString> pieces) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int piece = 0; piece < command.senders().size(); piece++) {
            ByteString bytes = pieces.get(new Place(command.senders().get(piece), piece));
            whole.writeBytes(bytes == null ? new byte[0] : bytes.toArray());
        }
        byte[] info = whole.toByteArray();
        return sha1(info).equals(command.infoHash().bytes()) ? kept(command, info)
                : new StorageEvent.MetadataHashMismatched(command.torrentId());
    }

    private static ByteString sha1(byte[] bytes) {
        try {
            return ByteString.wrap(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private Event kept(StorageCommand.AssembleMetadata command, byte[] info) {
        try {
            byte[] torrentFile = MetainfoWriter.ofMetadata(info, command.trackers(), command.webSeeds());
            Metainfo metainfo = MetainfoParser.parse(torrentFile, store.naming());
            if (!metainfo.infoHash().equals(command.infoHash())) {
                throw new MetainfoException("its info dictionary ends before the metadata does");
            }
            store.keep(metainfo, torrentFile);
            return new StorageEvent.MetadataAssembled(command.torrentId(), metainfo.spec());
        } catch (MetainfoException e) {
            return new StorageEvent.MetadataRefused(command.torrentId(), StorageFault.METADATA_INVALID,
                    "peers gave the torrent's metadata, and it cannot be used: " + e.getMessage());
        } catch (IOException e) {
            boolean full = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no space");
            return new StorageEvent.MetadataRefused(command.torrentId(), full ? StorageFault.NO_SPACE : StorageFault.IO_ERROR,
                    "the torrent's metadata cannot be kept in the state directory: " + (full ? "the disk is full" : e.getMessage()));
        }
    }

    private void post(Event event) {
        while (!inbox.offer(event) && !closing) {
            LockSupport.parkNanos(INBOX_FULL_PARK_NS);
        }
    }

    /** Reads a piece for a peer, and hands it to the network. */
    void read(PeerCommand.SendMetadataPiece command, PeerNetwork network) {
        thread.execute(() -> {
            ByteString info = info(command.infoHash());
            int from = command.pieceIndex() * MetadataMessage.PIECE_LENGTH_BYTES;
            Optional<ByteString> piece = from >= info.length() ? Optional.empty()
                    : Optional.of(info.substring(from, Math.min(info.length(), from + MetadataMessage.PIECE_LENGTH_BYTES)));
            network.send(command, info.length(), piece);
        });
    }

    /** Peers ask for one piece after another: what was read last is kept. */
    private ByteString info(InfoHash infoHash) {
        if (!lastRead.equals(Optional.of(infoHash))) {
            try {
                lastInfo = store.info(infoHash);
            } catch (IOException | BencodeException e) {
                lastInfo = ByteString.EMPTY;
            }
            lastRead = Optional.of(infoHash);
        }
        return lastInfo;
    }

    @Override
    public void close() {
        closing = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
