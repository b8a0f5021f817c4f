package dev.oxbow.storage;

import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.value.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts files of a session: {@code parts/HASH} in its directory, one for each torrent that needs one. One thread. */
final class PartsFiles {
    private final Path directory;
    private final Map<Integer, InfoHash> hashes = new HashMap<>();
    private final Map<Integer, PartsFile> open = new HashMap<>();

    PartsFiles(Path directory) {
        this.directory = directory;
    }

    private Path path(InfoHash infoHash) {
        return directory.resolve(infoHash.toString());
    }

    /** The same object until it is closed: two on one file would write over each other. */
    PartsFile open(int torrentId, InfoHash infoHash, Metainfo metainfo) throws DiskFault {
        PartsFile known = open.get(torrentId);
        if (known != null) {
            return known;
        }
        PartsFile opened = new PartsFile(path(infoHash), metainfo.layout(), metainfo.fileLayout());
        open.put(torrentId, opened);
        hashes.put(torrentId, infoHash);
        return opened;
    }

    void close(int torrentId) {
        PartsFile closed = open.remove(torrentId);
        if (closed != null) {
            closed.close();
        }
    }

    /** What cannot be deleted now is so when the next session begins. */
    void delete(int torrentId) {
        close(torrentId);
        InfoHash infoHash = hashes.remove(torrentId);
        if (infoHash != null) {
            delete(path(infoHash));
        }
    }

    /** Deletes what torrents left that are no more part of the session. */
    void deleteAllBut(Set<InfoHash> kept) {
        Set<String> names = kept.stream().map(InfoHash::toString).collect(Collectors.toSet());
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> left = all.filter(file -> !names.contains(file.getFileName().toString())).toList();
            left.forEach(PartsFiles::delete);
        } catch (IOException e) {
            // there is no such directory, or it cannot be read: then nothing can be tidied up
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it takes room and harms nobody
        }
    }
}
