package dev.oxbow.client;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.net.portmap.Gateway;
import dev.oxbow.net.reach.Surroundings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A gateway on the loopback interface that speaks PCP (RFC 6887) and keeps to its own books. Port 0 of its books is nobody's. */
final class PcpGateway implements AutoCloseable {
    private static final int NONCE_AT = 24;
    private static final int NONCE_LENGTH_BYTES = 12;
    private static final int PORTS_AT = 40;
    private static final int REQUEST_LENGTH_BYTES = 60;
    private static final int NOT_AUTHORIZED = 2;
    private static final byte[] EXTERNAL = {(byte) 203, 0, 113, 5};

    /** Internal ports by the external ones that lead to them. */
    final Map<Integer, Integer> mapped = new ConcurrentSkipListMap<>();
    final Set<ByteString> nonces = ConcurrentHashMap.newKeySet();
    volatile int grantsInstead;
    volatile boolean silent;
    private final Map<Integer, ByteString> owners = new ConcurrentHashMap<>();
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    PcpGateway() throws IOException {
        Thread thread = new Thread(this::serve, "pcp-gateway");
        thread.setDaemon(true);
        thread.start();
    }

    Surroundings surroundings() {
        Gateway gateway = new Gateway("127.0.0.1", socket.getLocalPort(), List.of());
        return new Surroundings(() -> Optional.of(gateway), List::of);
    }

    private void serve() {
        byte[] buffer = new byte[2048];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                if (!silent && packet.getLength() == REQUEST_LENGTH_BYTES) {
                    byte[] answer = answer(Arrays.copyOf(buffer, REQUEST_LENGTH_BYTES));
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] answer(byte[] request) {
        ByteBuffer out = ByteBuffer.wrap(request.clone());
        ByteString nonce = ByteString.copyOf(Arrays.copyOfRange(request, NONCE_AT, NONCE_AT + NONCE_LENGTH_BYTES));
        nonces.add(nonce);
        int lifetimeSeconds = out.getInt(4);
        int internal = out.getShort(PORTS_AT) & 0xffff;
        int external = grantsInstead == 0 ? out.getShort(PORTS_AT + 2) & 0xffff : grantsInstead;
        boolean ours = nonce.equals(owners.getOrDefault(internal, nonce));
        if (ours && lifetimeSeconds == 0) {
            mapped.values().remove(internal);
        } else if (ours) {
            owners.put(internal, nonce);
            mapped.put(external, internal);
        }
        out.put(1, (byte) 0x81).put(2, (byte) 0).put(3, (byte) (ours ? 0 : NOT_AUTHORIZED)).putInt(8, 1);
        out.putShort(PORTS_AT + 2, (short) external);
        out.position(PORTS_AT + 4);
        out.put(new byte[10]).put((byte) 0xff).put((byte) 0xff).put(EXTERNAL);
        return out.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
