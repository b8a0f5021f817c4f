package dev.oxbow.net.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A web server without manners: it sends whatever bytes a test wants, when the test wants. Plain sockets on 127.0.0.1. */
public final class RudeServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Answer answer;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Throwable> failedWrites = new CopyOnWriteArrayList<>();

    /** What the server does with one request; the connection closes when it returns. */
    public interface Answer {
        void to(String requestLine, OutputStream out) throws IOException;
    }

    private RudeServer(Answer answer) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        this.answer = answer;
        threads.execute(this::accept);
    }

    public static RudeServer answering(Answer answer) throws IOException {
        return new RudeServer(answer);
    }

    /** Sends these characters as bytes, whatever was asked. */
    public static RudeServer saying(String latin1) throws IOException {
        return new RudeServer((request, out) -> out.write(latin1.getBytes(StandardCharsets.ISO_8859_1)));
    }

    public static byte[] response(String head, byte[] body) {
        byte[] start = (head + "\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    public static byte[] ok(String latin1) {
        return response("HTTP/1.1 200 OK", latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Keeps the connection open without another byte until the server closes. */
    public static void holdOn() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
    }

    public static void wait(int milliseconds) {
        LockSupport.parkNanos(milliseconds * 1_000_000L);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public String authority() {
        return "127.0.0.1:" + port();
    }

    public String url(String target) {
        return "http://" + authority() + target;
    }

    /** The requests' heads so far, with the address each came from as a first line. */
    public List<String> requests() {
        return requests;
    }

    /** Answers that could not be sent to their end because the client had left. */
    public List<Throwable> failedWrites() {
        return failedWrites;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String requestLine = String.valueOf(in.readLine());
            StringBuilder head = new StringBuilder(socket.getInetAddress().getHostAddress()).append('\n').append(requestLine).append('\n');
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            requests.add(head.toString());
            answer.to(requestLine, socket.getOutputStream());
        } catch (IOException clientLeft) {
            failedWrites.add(clientLeft);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
