package dev.oxbow.cli.interop;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MetadataMessage;
import dev.oxbow.core.wire.PexMessage;
import dev.oxbow.core.wire.WireEncoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

/** A peer at an address of its own, of whom nobody told: it asks for metadata, and tells of others and of a node of the DHT. */
final class Stranger implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.2";
    private static final int EXTENDED = 20;
    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    /** As it came with the handshake of the other side. */
    final long reservedBits;
    /** What the other side says of itself. */
    final ExtendedHandshake other;

    Stranger(InfoHash infoHash, int port) throws IOException {
        socket.setSoTimeout(TIMEOUT_MS);
        socket.bind(new InetSocketAddress(ADDRESS, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
        WireEncoder out = new WireEncoder();
        out.handshake(new Handshake(Handshake.EXTENSION_PROTOCOL_BIT | Handshake.DHT_BIT, infoHash, PeerId.ofHex("77".repeat(20))));
        out.extendedHandshake(new ExtendedHandshake("stranger", 10, 0, 0, false, ExtendedHandshake.DONT_HAVE_ID,
                ExtendedHandshake.METADATA_ID, ExtendedHandshake.PEX_ID, ByteString.EMPTY));
        socket.getOutputStream().write(out.take());
        reservedBits = Handshake.decode(in.readNBytes(Handshake.LENGTH_BYTES)).reservedBits();
        other = ExtendedHandshake.decode(extended(0)).orElseThrow();
    }

    private byte[] extended(int id) throws IOException {
        while (true) {
            byte[] message = in.readNBytes(in.readInt());
            if (message.length > 1 && message[0] == EXTENDED && message[1] == id) {
                return Arrays.copyOfRange(message, 2, message.length);
            }
        }
    }

    /** What is answered to the question for the first piece of the metadata. */
    MetadataMessage askForMetadata() throws IOException {
        WireEncoder out = new WireEncoder();
        out.extended(ExtendedHandshake.METADATA_ID, MetadataMessage.request(0).encode());
        socket.getOutputStream().write(out.take());
        return MetadataMessage.decode(extended(ExtendedHandshake.METADATA_ID)).orElseThrow();
    }

    void tellOf(Endpoint peer, int dhtPort) throws IOException {
        WireEncoder out = new WireEncoder();
        out.port(dhtPort);
        out.extended(ExtendedHandshake.PEX_ID, new PexMessage(List.of(peer), ByteString.wrap(new byte[1]), List.of()).encode());
        socket.getOutputStream().write(out.take());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
