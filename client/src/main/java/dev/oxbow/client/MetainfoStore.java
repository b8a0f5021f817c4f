package dev.oxbow.client;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.metainfo.NamingRules;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The torrent files of a session, kept under their info hash in the session directory. */
final class MetainfoStore {
    private final Path directory;
    private final NamingRules naming;
    private final Map<InfoHash, Metainfo> known = new ConcurrentHashMap<>();

    MetainfoStore(Path sessionDirectory, NamingRules naming) {
        this.directory = sessionDirectory.resolve("metainfo");
        this.naming = naming;
    }

    private Path file(InfoHash infoHash) {
        return directory.resolve(infoHash + ".torrent");
    }

    /** The rules by which this session names files. */
    NamingRules naming() {
        return naming;
    }

    /** Keeps the torrent file; it is on stable storage when this returns. */
    void keep(Metainfo metainfo, byte[] bytes) throws IOException {
        Files.createDirectories(directory);
        if (!Files.exists(file(metainfo.infoHash()))) {
            Path fresh = directory.resolve(metainfo.infoHash() + ".new");
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer out = ByteBuffer.wrap(bytes);
                while (out.hasRemaining()) {
                    channel.write(out);
                }
                channel.force(true);
            }
            Files.move(fresh, file(metainfo.infoHash()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        known.put(metainfo.infoHash(), metainfo);
    }

    /** The raw bytes of the torrent's info dictionary. */
    ByteString info(InfoHash infoHash) throws IOException, BencodeException {
        byte[] bytes = Files.readAllBytes(file(infoHash));
        BencodeReader.Parsed parsed = BencodeReader.readTorrent(bytes);
        return ByteString.copyOf(bytes, parsed.infoOffsetBytes(), parsed.infoLengthBytes());
    }

    Optional<Metainfo> find(InfoHash infoHash) {
        Metainfo metainfo = known.get(infoHash);
        if (metainfo != null) {
            return Optional.of(metainfo);
        }
        try {
            Metainfo read = MetainfoParser.parse(Files.readAllBytes(file(infoHash)), naming);
            known.put(infoHash, read);
            return read.infoHash().equals(infoHash) ? Optional.of(read) : Optional.empty();
        } catch (IOException | MetainfoException e) {
            return Optional.empty();
        }
    }
}
