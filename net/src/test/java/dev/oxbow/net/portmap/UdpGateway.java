package dev.oxbow.net.portmap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway for datagrams on the loopback interface, that answers as a test wants. */
final class UdpGateway implements AutoCloseable {
    /** What goes back for one datagram. */
    interface Answer {
        List<byte[]> to(byte[] request) throws IOException;
    }

    private final DatagramSocket socket;
    private final Answer answer;
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();

    UdpGateway(String host, Answer answer) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.getByName(host));
        this.answer = answer;
        Thread thread = new Thread(this::serve, "gateway");
        thread.setDaemon(true);
        thread.start();
    }

    static UdpGateway answering(Answer answer) throws IOException {
        return new UdpGateway("127.0.0.1", answer);
    }

    int port() {
        return socket.getLocalPort();
    }

    List<byte[]> requests() {
        return requests;
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] request = Arrays.copyOf(buffer, packet.getLength());
                requests.add(request);
                for (byte[] bytes : answer.to(request)) {
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
