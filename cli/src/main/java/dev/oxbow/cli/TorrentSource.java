package dev.oxbow.cli;

import dev.oxbow.client.FileWish;
import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.TorrentHandle;
import dev.oxbow.client.TorrentOptions;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.metainfo.NamingRules;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.net.fetch.HttpFetch;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A torrent file, from disk or from the web; one from the web is kept, so that the second start needs no server.
 *
 * @param files which of its files are wanted; nothing leaves that as it was
 */
record TorrentSource(byte[] bytes, Metainfo metainfo, Optional<List<FileWish>> files) implements Source {
    private static final long FETCH_MS = 60_000;

    private TorrentSource(byte[] bytes, Metainfo metainfo) {
        this(bytes, metainfo, Optional.empty());
    }

    /**
     * @param text   a path or a URL
     * @param state  where a torrent from the web is kept
     * @param naming of the files that it is to lie in
     * @param bind   the address to fetch it from; empty for any
     */
    static TorrentSource load(String text, Path state, NamingRules naming, String bind) {
        if (text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8)) {
            return fromWeb(text, state, naming, bind);
        }
        return parse(read(text), "that torrent", naming);
    }

    @Override
    public InfoHash infoHash() {
        return metainfo.infoHash();
    }

    @Override
    public Source choosing(Optional<String> select, Optional<String> prefer) {
        return new TorrentSource(bytes, metainfo, FileChoice.of(metainfo, select, prefer));
    }

    @Override
    public boolean isChoosing() {
        return files.isPresent();
    }

    @Override
    public boolean isPrivate() {
        return metainfo.isPrivate();
    }

    @Override
    public TorrentHandle addTo(Oxbow oxbow, Path directory, TorrentWish wish, TorrentOptions options) throws OxbowException {
        TorrentOptions chosen = new TorrentOptions(files, options.sequential(), options.seedGoal(), options.superSeed());
        return oxbow.add(metainfo, bytes, directory, wish, chosen);
    }

    static byte[] read(String text) {
        try {
            Path path = Path.of(text);
            if (Files.size(path) > MetainfoParser.FILE_MAX_BYTES) {
                throw new CliException(ExitStatus.USAGE, "this is no torrent file: it is larger than 32 MiB");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new CliException(ExitStatus.USAGE, "there is no file " + text, e);
        } catch (IOException e) {
            throw new CliException(ExitStatus.PERMISSION, "cannot read " + text + ": " + e.getClass().getSimpleName(), e);
        }
    }

    static TorrentSource parse(byte[] bytes, String what, NamingRules naming) {
        try {
            return new TorrentSource(bytes, MetainfoParser.parse(bytes, naming));
        } catch (MetainfoException e) {
            throw new CliException(ExitStatus.USAGE, "cannot use " + what + ": " + e.getMessage(), e);
        }
    }

    private static TorrentSource fromWeb(String url, Path state, NamingRules naming, String bind) {
        Path kept = state.resolve("fetched").resolve(sha1(url) + ".torrent");
        if (Files.exists(kept)) {
            return parse(read(kept.toString()), "the torrent kept from that URL", naming);
        }
        byte[] bytes = fetch(url, bind);
        TorrentSource source = parse(bytes, "what that URL gave", naming);
        try {
            Files.createDirectories(kept.getParent());
            Path fresh = kept.resolveSibling(kept.getFileName() + ".new");
            Files.write(fresh, bytes);
            Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CliException(ExitStatus.PERMISSION, "cannot keep the torrent under " + state + ": " + e.getMessage(), e);
        }
        return source;
    }

    static String sha1(String text) {
        try {
            return ByteString.wrap(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8))).toHex();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] fetch(String url, String bind) {
        Vertx vertx = Vertx.vertx();
        try (HttpFetch fetch = new HttpFetch(vertx, "Oxbow/" + Oxbow.VERSION, bind)) {
            Buffer body = fetch.get(url, FETCH_MS, MetainfoParser.FILE_MAX_BYTES).toCompletionStage().toCompletableFuture()
                    .get(FETCH_MS + 5000, TimeUnit.MILLISECONDS);
            return body.getBytes();
        } catch (ExecutionException e) {
            throw new CliException(ExitStatus.NETWORK, "cannot fetch the torrent: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new CliException(ExitStatus.NETWORK, "cannot fetch the torrent: no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitStatus.INTERRUPTED, "interrupted", e);
        } finally {
            vertx.close();
        }
    }
}
