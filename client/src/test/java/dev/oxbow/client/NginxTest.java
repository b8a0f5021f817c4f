package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From nginx, the server that most web seeds are, where it is installed. */
@Timeout(120)
class NginxTest {
    private static final List<String> FILES = List.of("big one.bin", "empty", "sub dir/small #1.txt", "z.bin");
    private static final List<Integer> LENGTHS = List.of(20_000_003, 0, 777, 4_000_000);

    @TempDir
    private Path home;
    private Process nginx;
    private int port;

    @BeforeEach
    void serve() throws IOException {
        Optional<Path> program = Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "nginx")).filter(Files::isExecutable).findFirst();
        assumeTrue(program.isPresent(), "nginx is not installed");
        Random random = new Random(5);
        for (int i = 0; i < FILES.size(); i++) {
            Path file = home.resolve("www/item").resolve(FILES.get(i));
            Files.createDirectories(file.getParent());
            byte[] content = new byte[LENGTHS.get(i)];
            random.nextBytes(content);
            Files.write(file, content);
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Files.createDirectories(home.resolve("tmp"));
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").map(it -> it + "_temp_path tmp;").reduce("", String::concat);
        Files.writeString(home.resolve("nginx.conf"), "daemon off; master_process off; pid nginx.pid; error_log stderr; events { }\n"
                + "http { access_log off; " + temporary + " server { listen 127.0.0.1:" + port + "; root www; } }\n");
        nginx = new ProcessBuilder(program.get().toString(), "-e", "stderr", "-p", home.toString(), "-c", "nginx.conf")
                .redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
        await().until(() -> !nginx.isAlive() || listens());
        assumeTrue(nginx.isAlive(), "nginx does not run here");
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        if (nginx != null) {
            nginx.destroyForcibly();
        }
    }

    @Test
    void everythingComesFromNginxAlone() throws Exception {
        byte[] torrent = TorrentMaker.make(home.resolve("www/item"), 0, new TorrentMaker.Label(List.of(),
                List.of("http://127.0.0.1:" + port + "/"), Optional.empty(), false, OptionalLong.empty(), "test"));
        try (Oxbow oxbow = Oxbow.open(OxbowOptions.in(home.resolve("state")).withBindAddress("127.0.0.1"))) {
            TorrentView view = oxbow.add(torrent, home.resolve("got"), TorrentWish.DOWNLOAD).completion().get(60, TimeUnit.SECONDS);
            assertEquals(view.totalBytes(), view.bytesDownloaded());
        }
        for (String file : FILES) {
            assertEquals(-1, Files.mismatch(home.resolve("www/item").resolve(file), home.resolve("got/item").resolve(file)), file);
        }
    }
}
