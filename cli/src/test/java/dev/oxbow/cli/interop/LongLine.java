package dev.oxbow.cli.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Stands in front of a peer as if it were far away: each byte takes its time in either direction, and many may be on their way. */
final class LongLine implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 14;
    private static final int CHUNKS_MAX = 4096;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final long delayNs;

    /** Some bytes, and when they arrive; none at all is the end. */
    private record Chunk(byte[] bytes, long dueNs) {
    }

    LongLine(int toPort, long delayNs) throws IOException {
        this.delayNs = delayNs;
        Background.run("long line", () -> {
            while (true) {
                Socket here = listening.accept();
                Socket there = new Socket("127.0.0.1", toPort);
                here.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                connect(here, there);
                connect(there, here);
            }
        });
    }

    private void connect(Socket from, Socket to) {
        BlockingQueue<Chunk> onTheWay = new ArrayBlockingQueue<>(CHUNKS_MAX);
        Background.run("long line", () -> send(from.getInputStream(), onTheWay));
        Background.run("long line", () -> {
            try (from; to) {
                deliver(onTheWay, to.getOutputStream());
            }
        });
    }

    private void send(InputStream in, BlockingQueue<Chunk> onTheWay) throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            onTheWay.put(new Chunk(Arrays.copyOf(buffer, count), System.nanoTime() + delayNs));
        }
        onTheWay.put(new Chunk(new byte[0], System.nanoTime() + delayNs));
    }

    private static void deliver(BlockingQueue<Chunk> onTheWay, OutputStream out) throws IOException, InterruptedException {
        for (Chunk chunk = onTheWay.take(); chunk.bytes().length > 0; chunk = onTheWay.take()) {
            for (long left = chunk.dueNs() - System.nanoTime(); left > 0; left = chunk.dueNs() - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            out.write(chunk.bytes());
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
