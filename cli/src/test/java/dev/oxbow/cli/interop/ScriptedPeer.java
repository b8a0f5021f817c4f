package dev.oxbow.cli.interop;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.WireEncoder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.BitSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A peer of plain sockets that listens on 127.0.0.1, has what it is told to have, and behaves as it is told to. By default a fast seed. */
final class ScriptedPeer implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int LISTEN_BACKLOG = 50;
    private static final long SECOND_NS = 1_000_000_000;

    /** What it does when it is asked for a block. */
    enum Manner { ANSWERS, CHOKES, IS_SILENT, SPOILS }

    private final ServerSocket listening = new ServerSocket(0, LISTEN_BACKLOG, InetAddress.getByName("127.0.0.1"));
    private final byte[] payload;
    private final int pieceBytes;
    private final InfoHash infoHash;
    private final Manner manner;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final BitSet pieces = new BitSet();
    private final BitSet finished = new BitSet();
    private final AtomicLong servedBytes = new AtomicLong();
    private final AtomicLong askedAgain = new AtomicLong();
    private volatile long bytesPerSec = Long.MAX_VALUE;

    ScriptedPeer(SmallTorrent torrent, Manner manner) throws IOException {
        this.payload = torrent.payload();
        this.pieceBytes = torrent.pieceBytes();
        this.infoHash = InfoHash.ofHex(torrent.infoHash);
        this.manner = manner;
        pieces.set(0, pieceCount());
        Background.run("scripted peer", () -> {
            while (true) {
                Socket socket = listening.accept();
                Background.run("scripted peer", () -> {
                    try (socket) {
                        talk(socket);
                    }
                });
            }
        });
    }

    private int pieceCount() {
        return (payload.length + pieceBytes - 1) / pieceBytes;
    }

    /** It has the first so many pieces only. */
    ScriptedPeer withFirst(int count) {
        pieces.clear(count, pieces.size());
        return this;
    }

    ScriptedPeer at(long rate) {
        bytesPerSec = rate;
        return this;
    }

    String endpoint() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Bytes of blocks. */
    long servedBytes() {
        return servedBytes.get();
    }

    /** From now on it counts who asks for any of these pieces. */
    void expectNoMoreOf(BitSet verified) {
        synchronized (finished) {
            finished.or(verified);
        }
    }

    /** Requests for blocks of pieces of which no more were expected. */
    long askedAgain() {
        return askedAgain.get();
    }

    /** Closes all its connections. */
    void hangUp() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void talk(Socket socket) throws IOException {
        open.add(socket);
        socket.setTcpNoDelay(true);
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
        WireEncoder hello = new WireEncoder();
        hello.handshake(new Handshake(0, infoHash, PeerId.ofHex(String.format("%04x", listening.getLocalPort()).repeat(10))));
        byte[] bits = new byte[(pieceCount() + 7) / 8];
        pieces.stream().forEach(piece -> bits[piece / 8] |= (byte) (0x80 >> piece % 8));
        hello.bitfield(ByteString.wrap(bits));
        if (manner != Manner.CHOKES) {
            hello.plain(MessageId.UNCHOKE);
        }
        out.write(hello.take());
        out.flush();
        in.readNBytes(Handshake.LENGTH_BYTES);
        while (true) {
            if (in.available() == 0) {
                out.flush();
            }
            int length = in.readInt();
            int id = length == 0 ? -1 : in.read();
            if (id == MessageId.REQUEST) {
                asked(in.readInt(), in.readInt(), in.readInt(), out);
            } else if (length > 0) {
                in.skipNBytes(length - 1);
            }
        }
    }

    private void asked(int piece, int offset, int length, OutputStream out) throws IOException {
        synchronized (finished) {
            if (finished.get(piece)) {
                askedAgain.incrementAndGet();
            }
        }
        if (manner == Manner.IS_SILENT) {
            return;
        }
        WireEncoder head = new WireEncoder();
        head.blockHead(piece, offset, length);
        out.write(head.take());
        int from = piece * pieceBytes + offset;
        out.write(manner == Manner.SPOILS ? ~payload[from] : payload[from]);
        out.write(payload, from + 1, length - 1);
        servedBytes.addAndGet(length);
        long rate = bytesPerSec;
        if (rate != Long.MAX_VALUE) {
            out.flush();
            LockSupport.parkNanos(length * SECOND_NS / rate);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
