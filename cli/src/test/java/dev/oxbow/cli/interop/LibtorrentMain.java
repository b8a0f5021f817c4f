package dev.oxbow.cli.interop;

import dev.oxbow.net.trackerserver.HttpTracker;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A real libtorrent as a program, for {@code bench/compare} and for tests: {@code tracker PORT [ADDRESS]}, {@code seed TORRENT DIR
 * [ADDRESS]} until it is killed, or {@code leech TORRENT DIR [ADDRESS]} until it has everything. With an address it meets its neighbours.
 */
final class LibtorrentMain {
    private static final long POLL_NS = 5_000_000;

    private LibtorrentMain() {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("tracker")) {
            String host = arguments.length > 2 ? arguments[2] : "127.0.0.1";
            System.out.println("listening at " + HttpTracker.start(Vertx.vertx(), host, Integer.parseInt(arguments[1]), 1800).url());
            return;
        }
        RealLibtorrent libtorrent = arguments.length > 3 ? RealLibtorrent.neighbour(arguments[3]) : new RealLibtorrent();
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
