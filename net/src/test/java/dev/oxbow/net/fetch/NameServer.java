package dev.oxbow.net.fetch;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** A DNS server on 127.0.0.1 that knows no name: every answer is NXDOMAIN (RFC 1035, section 4.1.1). */
final class NameServer implements AutoCloseable {
    private final DatagramSocket socket;

    NameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::serve, "nameless");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                buffer[2] = (byte) 0x84; // an authoritative response
                buffer[3] = 3;           // that there is no such name
                buffer[10] = 0;          // and without the additional records of the question
                buffer[11] = 0;
                socket.send(new DatagramPacket(buffer, questionEnd(buffer), packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static int questionEnd(byte[] message) {
        int at = 12;
        while (message[at] != 0) {
            at += message[at] + 1;
        }
        return at + 5;
    }

    @Override
    public void close() {
        socket.close();
    }
}
