package dev.oxbow.cli.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Stands in front of a peer, and lets so many of its bytes through; the rest waits, and the connection stays open. */
final class Relay implements AutoCloseable {
    private static final long POLL_NS = 10_000_000;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final AtomicLong allowed;

    Relay(int toPort, long bytes) throws IOException {
        allowed = new AtomicLong(bytes);
        Background.run("relay", () -> {
            while (true) {
                Socket here = listening.accept();
                Socket there = new Socket("127.0.0.1", toPort);
                Background.run("relay", () -> copy(here, there, new AtomicLong(Long.MAX_VALUE)));
                Background.run("relay", () -> copy(there, here, allowed));
            }
        });
    }

    private static void copy(Socket from, Socket to, AtomicLong allowance) throws IOException {
        byte[] buffer = new byte[1 << 14];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int done = 0; done < count;) {
                    int now = (int) Math.min(count - done, allowance.get());
                    out.write(buffer, done, now);
                    allowance.addAndGet(-now);
                    done += now;
                    if (now == 0) {
                        LockSupport.parkNanos(POLL_NS);
                    }
                }
            }
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    void letEverythingThrough() {
        allowed.set(Long.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
