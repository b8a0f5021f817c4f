package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that misbehave while a download goes on: each is dropped, the journal says why, and the download completes. */
class HostilePeersTest {
    private static final int BYTES = 24 << 20;

    @TempDir
    private Path home;

    @Test
    void eachIsDroppedWithItsReasonAndTheDownloadGoesOn() throws Exception {
        try (Fixture fixture = new Fixture(home, BYTES); Oxbow leech = fixture.open("leech")) {
            TorrentHandle torrent = leech.add(fixture.torrent, home.resolve("leech"), TorrentWish.DOWNLOAD);
            await().atMost(10, TimeUnit.SECONDS).until(() -> leech.view().listening().isPresent());
            int port = leech.view().listening().map(Endpoint::port).orElseThrow();
            List<Socket> peers = new ArrayList<>();
            peers.add(peer(port, torrent, 1, ByteBuffer.allocate(16389).putInt(16385).put((byte) 9).array())); // a port message of 16 KiB
            peers.add(peer(port, torrent, 2, ByteString.ofHex("7fffffff07").toArray())); // far too long
            peers.add(peer(port, torrent, 3, "complete garbage, and a lot of it ".repeat(50).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            peers.add(peer(port, torrent, 4, unrequested(0)));
            Socket silent = new Socket(InetAddress.getLoopbackAddress(), port); // never finishes its handshake
            silent.getOutputStream().write(19);
            peers.add(silent);
            try (Oxbow seeder = fixture.open("seeder")) {
                seeder.add(fixture.torrent, fixture.original, TorrentWish.SEED);
                torrent.completion().get(60, TimeUnit.SECONDS);
            }
            assertTrue(fixture.isSame("leech"));
            await().atMost(20, TimeUnit.SECONDS).until(() -> reasons().contains(CloseReason.HANDSHAKE_TIMEOUT.name()));
            List<String> reasons = reasons();
            assertEquals(3, reasons.stream().filter(it -> it.startsWith("PROTOCOL_VIOLATION")).count(), reasons.toString());
            assertTrue(reasons.stream().anyMatch(it -> it.contains("kind 9 with 16385 bytes")), reasons.toString());
            assertTrue(reasons.contains(CloseReason.UNREQUESTED_BLOCKS.name()), reasons.toString());
            for (Socket peer : peers) {
                peer.close();
            }
        }
    }

    private static byte[] unrequested(int piece) {
        ByteBuffer out = ByteBuffer.allocate(2 * (13 + 16384));
        for (int block = 0; block < 2; block++) {
            out.putInt(9 + 16384).put((byte) 7).putInt(piece).putInt(block * 16384).position(out.position() + 16384);
        }
        return out.array();
    }

    private static Socket peer(int port, TorrentHandle torrent, int id, byte[] bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(new Handshake(0, torrent.infoHash(), PeerId.ofHex(("0" + id).repeat(20))).encode());
        socket.getOutputStream().write(bytes);
        return socket;
    }

    /** Why connections were closed, so far, by the journal of the running session. */
    private List<String> reasons() throws IOException {
        try (JournalReader reader = JournalReader.open(home.resolve("leech-state"))) {
            List<JournalRecord> records = new ArrayList<>();
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                records.add(record.get());
            }
            return records.stream().map(JournalRecord::entry).filter(ConnectionCommand.CloseConnection.class::isInstance)
                    .map(ConnectionCommand.CloseConnection.class::cast)
                    .map(it -> it.reason() == CloseReason.PROTOCOL_VIOLATION ? it.reason() + " " + it.detail() : it.reason().name())
                    .collect(Collectors.toList());
        }
    }
}
