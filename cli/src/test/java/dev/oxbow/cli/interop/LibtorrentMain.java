package dev.oxbow.cli.interop;

import dev.oxbow.net.trackerserver.HttpTracker;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A real libtorrent as a program, for {@code bench/compare}: {@code tracker PORT}, {@code seed TORRENT DIR} until it is killed, or
 * {@code leech TORRENT DIR} until it has everything.
 */
final class LibtorrentMain {
    private static final long POLL_NS = 5_000_000;

    private LibtorrentMain() {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("tracker")) {
            System.out.println("listening at " + HttpTracker.start(Vertx.vertx(), "127.0.0.1", Integer.parseInt(arguments[1]), 1800).url());
            return;
        }
        RealLibtorrent libtorrent = new RealLibtorrent();
        libtorrent.add(Files.readAllBytes(Path.of(arguments[1])), Path.of(arguments[2]));
        while (!libtorrent.isSeeding()) {
            LockSupport.parkNanos(POLL_NS);
        }
        System.out.println("has everything");
        while (arguments[0].equals("seed")) {
            LockSupport.park(); // its own threads do not keep the JVM alive
        }
        libtorrent.close();
        System.exit(0);
    }
}
