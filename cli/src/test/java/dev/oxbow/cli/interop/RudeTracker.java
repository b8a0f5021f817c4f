package dev.oxbow.cli.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** An HTTP tracker, and a UDP one at the same port, that do everything wrong, each in the way that its path says. Plain sockets on 127.0.0.1. */
final class RudeTracker implements AutoCloseable {
    private static final int FLOOD = 50;
    private static final byte[] CHUNK = new byte[1 << 16];
    private static final long DRIP_NS = 200_000_000;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final DatagramSocket datagrams = new DatagramSocket(listening.getLocalPort(), InetAddress.getByName("127.0.0.1"));
    private final List<String> asked = new CopyOnWriteArrayList<>();

    RudeTracker() throws IOException {
        Background.run("rude tracker", this::accept);
        Background.run("rude tracker", this::flood);
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listening.accept();
            Background.run("rude tracker", () -> {
                try (socket) {
                    answer(socket);
                }
            });
        }
    }

    private void answer(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)).readLine();
        String way = line.substring("GET /".length(), line.indexOf('/', "GET /".length()));
        asked.add(way);
        OutputStream out = socket.getOutputStream();
        switch (way) {
            case "garbage" -> say(out, "200 OK", "d8:intervali");
            case "page" -> say(out, "200 OK", "<html><body>This domain is for sale\u001b[2J</body></html>");
            case "empty" -> say(out, "200 OK", "");
            case "broken" -> say(out, "500 Internal Server Error", "oops");
            case "loop" -> say(out, "302 Found\r\nLocation: " + url("loop"), "");
            case "refusal" -> say(out, "200 OK", "d14:failure reason26:not here\n\u001b[31m, go away!!!e");
            case "negative" -> say(out, "200 OK", "d8:intervali-5e12:min intervali-7e5:peers0:e");
            case "huge" -> huge(out);
            case "slow" -> drip(out);
            default -> { } // hangs up
        }
    }

    private static void say(OutputStream out, String head, String body) throws IOException {
        out.write(("HTTP/1.1 " + head + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void huge(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        while (true) {
            out.write(CHUNK);
        }
    }

    private static void drip(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\n\r\nd8:interval".getBytes(StandardCharsets.ISO_8859_1));
        while (true) {
            out.write('i');
            LockSupport.parkNanos(DRIP_NS);
        }
    }

    /** Each request is answered many times, each time as if it had been another; and with what is no answer at all. */
    private void flood() throws IOException {
        byte[] buffer = new byte[2048];
        while (true) {
            DatagramPacket request = new DatagramPacket(buffer, buffer.length);
            datagrams.receive(request);
            asked.add("udp");
            byte[] answer = Arrays.copyOf(buffer, 16);
            System.arraycopy(buffer, 8, answer, 0, 8); // action and transaction id stand first in answers
            for (int i = 1; i <= FLOOD; i++) {
                answer[7] = (byte) (buffer[15] + i);
                datagrams.send(new DatagramPacket(answer, i % 2 == 0 ? answer.length : i % 16, request.getSocketAddress()));
            }
        }
    }

    String url(String way) {
        return (way.equals("udp") ? "udp" : "http") + "://127.0.0.1:" + listening.getLocalPort() + "/" + way + "/announce";
    }

    /** How often it was asked in this way. */
    long count(String way) {
        return asked.stream().filter(way::equals).count();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        datagrams.close();
    }
}
