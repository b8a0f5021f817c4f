package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.metainfo.MagnetUri;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MetadataMessage;
import dev.oxbow.core.wire.WireEncoder;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that answer a magnet link's questions with malice: each is let go, or not asked, and an honest one is enough. */
class HostileMetadataTest {
    private static final int BYTES = 1 << 20;
    private static final int THEIR_ID = 5;

    @TempDir
    private Path home;

    /** A peer on a socket of its own that says a length, and has answers of its own. */
    private final class Peer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        Peer(InfoHash infoHash, int number, int lengthBytes, IntFunction<List<MetadataMessage>> answers) throws IOException {
            Thread thread = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    serve(socket, infoHash, number, lengthBytes, answers);
                } catch (IOException e) {
                    // it was let go
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(Socket socket, InfoHash infoHash, int number, int lengthBytes, IntFunction<List<MetadataMessage>> answers) throws IOException {
            WireEncoder out = new WireEncoder();
            out.handshake(new Handshake(Handshake.EXTENSION_PROTOCOL_BIT, infoHash, PeerId.ofHex(("0" + number).repeat(20))));
            out.extended(0, raw(lengthBytes));
            socket.getOutputStream().write(out.take());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readFully(new byte[Handshake.LENGTH_BYTES]);
            while (true) {
                byte[] message = in.readNBytes(in.readInt());
                boolean request = message.length > 2 && message[0] == 20 && message[1] == THEIR_ID;
                if (request) {
                    int piece = MetadataMessage.decode(Arrays.copyOfRange(message, 2, message.length)).orElseThrow().pieceIndex();
                    for (MetadataMessage answer : answers.apply(piece)) {
                        out.extended(ExtendedHandshake.METADATA_ID, answer.encode());
                    }
                    socket.getOutputStream().write(out.take());
                }
            }
        }

        private byte[] raw(int lengthBytes) {
            return ("d1:md11:ut_metadatai" + THEIR_ID + "ee13:metadata_sizei" + lengthBytes + "ee").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }

        Endpoint endpoint() {
            return Endpoint.of(new byte[] {127, 0, 0, 1}, server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static MetadataMessage data(int piece, int totalBytes, int lengthBytes) {
        return new MetadataMessage(MetadataMessage.DATA, piece, totalBytes, ByteString.wrap(new byte[lengthBytes]));
    }

    private List<JournalRecord> journal() throws IOException {
        List<JournalRecord> records = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(home.resolve("leech-state"))) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                records.add(record.get());
            }
        }
        return records;
    }

    private boolean isClosedFor(String detail) throws IOException {
        return journal().stream().map(JournalRecord::entry).filter(ConnectionCommand.CloseConnection.class::isInstance)
                .anyMatch(entry -> ((ConnectionCommand.CloseConnection) entry).detail().contains(detail));
    }

    @Test
    void eachIsLetGoAndAnHonestOneIsEnough() throws Exception {
        try (Fixture fixture = new Fixture(home, BYTES); Oxbow seeder = fixture.open("seeder"); Oxbow leech = fixture.open("leech")) {
            TorrentHandle seed = seeder.add(fixture.torrent, fixture.original, TorrentWish.SEED);
            await().atMost(20, TimeUnit.SECONDS).until(() -> seed.view().filter(TorrentView::complete).isPresent());
            InfoHash infoHash = seed.infoHash();
            try (Peer unasked = new Peer(infoHash, 1, 40_000, piece -> List.of(data(piece, 40_000, 7232 + 9152 * (1 - piece / 2)), data(piece, 40_000, 9)));
                    Peer shorter = new Peer(infoHash, 2, 40_000, piece -> List.of(data(piece, 40_000, 100)));
                    Peer other = new Peer(infoHash, 3, 40_000, piece -> List.of(data(piece, 50_000, 16384)));
                    Peer huge = new Peer(infoHash, 4, (32 << 20) + 1, piece -> List.of());
                    Peer liar = new Peer(infoHash, 6, 5, piece -> List.of(data(0, 5, 5)))) {
                List<String> peers = List.of(unasked, shorter, other, huge, liar).stream().map(peer -> peer.endpoint().toString()).toList();
                MagnetUri link = new MagnetUri(Optional.of(infoHash), Optional.empty(), Optional.empty(), List.of(), List.of(), peers, List.of(),
                        OptionalLong.empty());
                TorrentHandle torrent = leech.add(link, home.resolve("leech"), TorrentWish.DOWNLOAD);
                await().atMost(60, TimeUnit.SECONDS).until(() -> isClosedFor("never asked for") && isClosedFor("with 100 bytes where")
                        && isClosedFor("50000 bytes long now and was 40000"));
                torrent.addPeer(seeder.view().listening().orElseThrow());
                torrent.completion().get(60, TimeUnit.SECONDS);
                assertTrue(fixture.isSame("leech"));
            }
            leech.stop();
            List<Long> giants = journal().stream().map(JournalRecord::entry).filter(PeerEvent.ExtendedHandshakeReceived.class::isInstance)
                    .map(PeerEvent.ExtendedHandshakeReceived.class::cast).filter(it -> it.metadataLengthBytes() == 0 && it.client().isEmpty())
                    .map(PeerEvent.ExtendedHandshakeReceived::connectionId).toList();
            assertTrue(giants.size() >= 1);
            assertTrue(journal().stream().map(JournalRecord::entry).filter(PeerCommand.SendMetadataRequest.class::isInstance)
                    .noneMatch(entry -> giants.contains(((PeerCommand.SendMetadataRequest) entry).connectionId())));
        }
    }
}
