package dev.oxbow.net.tracker;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.UdpAnswerEncoder;
import dev.oxbow.core.tracker.UdpRequest;
import dev.oxbow.core.tracker.UdpRequestDecoder;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A UDP tracker that does what a test tells it to, well or badly. */
final class ScriptedUdp implements AutoCloseable {
    /** The connection id that {@link #connect} gives. */
    static final long ID = 0x1122334455667788L;

    private final DatagramSocket socket;
    private final List<UdpRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Long> timesNs = new CopyOnWriteArrayList<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private volatile SocketAddress client;

    /** What the tracker does when a request comes. */
    interface Script {
        /** @param number of the request, from 1 */
        void received(int number, UdpRequest request, ScriptedUdp tracker) throws IOException;
    }

    ScriptedUdp(String host, Script script) throws IOException {
        this(host, 0, script);
    }

    ScriptedUdp(String host, int port, Script script) throws IOException {
        socket = new DatagramSocket(port, InetAddress.getByName(host));
        Thread thread = new Thread(() -> serve(script), "scripted tracker");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers connects, and announces with one peer. */
    static void obey(int number, UdpRequest request, ScriptedUdp tracker) throws IOException {
        tracker.send(request instanceof UdpRequest.Connect ? connect(request, ID) : announced(request, "192.0.2.7:7"));
    }

    static byte[] connect(UdpRequest request, long id) {
        return UdpAnswerEncoder.connect(request.transactionId(), id);
    }

    static byte[] announced(UdpRequest request, String... peers) {
        List<Endpoint> endpoints = Arrays.stream(peers).map(Endpoint::parse).toList();
        boolean ipv6 = !endpoints.isEmpty() && endpoints.get(0).isIpv6();
        return UdpAnswerEncoder.announce(request.transactionId(), new AnnounceAnswer.Answered(900, -1, 5, 7, "", "", ByteString.EMPTY,
                endpoints), ipv6);
    }

    private void serve(Script script) {
        byte[] buffer = new byte[65536];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                client = packet.getSocketAddress();
                UdpRequest request = UdpRequestDecoder.decode(Arrays.copyOf(buffer, packet.getLength())).orElseThrow();
                timesNs.add(System.nanoTime());
                requests.add(request);
                script.received(requests.size(), request, this);
            } catch (IOException closed) {
                return;
            } catch (RuntimeException fault) {
                faults.add(fault);
            }
        }
    }

    /** To whoever asked last. */
    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, client));
    }

    /** {@link #send} from another port than the one that was asked. */
    void sendFromElsewhere(byte[] datagram) throws IOException {
        try (DatagramSocket other = new DatagramSocket(0, socket.getLocalAddress())) {
            other.send(new DatagramPacket(datagram, datagram.length, client));
        }
    }

    String url() {
        return url(socket.getLocalAddress().getHostAddress());
    }

    String url(String host) {
        return "udp://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + socket.getLocalPort() + "/announce?user=7";
    }

    int port() {
        return socket.getLocalPort();
    }

    String authority() {
        return Endpoint.of(socket.getLocalAddress().getAddress(), port()).toString();
    }

    List<UdpRequest> requests() {
        return requests;
    }

    /** The kinds of the requests that came, in their order: {@code Connect Announce}. */
    String conversation() {
        return String.join(" ", requests.stream().map(request -> request.getClass().getSimpleName()).toList());
    }

    /** From a moment of {@code System.nanoTime()} to the arrival of a request, numbered from 1: never less than the sender waited. */
    long arrivedMsAfter(long startNs, int number) {
        return (timesNs.get(number - 1) - startNs) / 1_000_000;
    }

    @Override
    public void close() {
        socket.close();
        if (!faults.isEmpty()) {
            throw new AssertionError("the scripted tracker stumbled", faults.get(0));
        }
    }
}
