package dev.oxbow.replay.page;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A headless browser with one page, driven by its own debugging protocol; it keeps what the page complained of. */
final class Chromium implements Closeable, WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_S = 60;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder received = new StringBuilder();
    private int number;

    private Chromium(Process process, URI debugger) {
        this.process = process;
        this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(debugger, this).join();
    }

    /** The browser's program on this machine, if there is one. */
    static Optional<Path> program() {
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome");
        return Stream.of(System.getenv("PATH").split(":")).flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable).findFirst();
    }

    static Chromium open(Path program, Path profile) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--disable-background-networking", "--no-first-run", "--window-size=1400,900", "--remote-debugging-port=0",
                "--user-data-dir=" + profile, "about:blank"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("DevTools listening on ")) {
                int port = URI.create(line.substring(line.indexOf("ws://"))).getPort();
                drain(lines);
                Chromium out = new Chromium(process, page(port));
                for (String domain : List.of("Page", "Runtime", "Log")) {
                    out.call(domain + ".enable", JSON.createObjectNode());
                }
                return out;
            }
        }
        throw new IOException("the browser ended at once");
    }

    private static void drain(BufferedReader lines) {
        Thread thread = new Thread(() -> lines.lines().forEach(line -> { }));
        thread.setDaemon(true);
        thread.start();
    }

    private static URI page(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
        for (JsonNode target : JSON.readTree(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body())) {
            if (target.get("type").textValue().equals("page")) {
                return URI.create(target.get("webSocketDebuggerUrl").textValue());
            }
        }
        throw new IOException("the browser shows no page");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        received.append(text);
        if (last) {
            take(received.toString());
            received.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void take(String message) {
        try {
            JsonNode json = JSON.readTree(message);
            String method = json.path("method").asText();
            boolean error = method.equals("Log.entryAdded") && json.at("/params/entry/level").asText().equals("error")
                    || method.equals("Runtime.consoleAPICalled") && json.at("/params/type").asText().equals("error")
                    || method.equals("Runtime.exceptionThrown");
            if (error) {
                complaints.add(json.get("params").toString());
            }
            if (json.has("id")) {
                answers.remove(json.get("id").asInt()).complete(json);
            }
        } catch (IOException e) {
            complaints.add(e.toString());
        }
    }

    private synchronized JsonNode call(String method, ObjectNode parameters) throws Exception {
        int id = ++number;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
        request.set("params", parameters);
        socket.sendText(request.toString(), true).get(PATIENCE_S, SECONDS);
        return answer.get(PATIENCE_S, SECONDS).path("result");
    }

    void goTo(String url) throws Exception {
        call("Page.navigate", JSON.createObjectNode().put("url", url));
    }

    void dark(boolean is) throws Exception {
        ObjectNode parameters = JSON.createObjectNode();
        parameters.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", is ? "dark" : "light");
        call("Emulation.setEmulatedMedia", parameters);
    }

    /** What an expression is in the page, as text. */
    String value(String expression) throws Exception {
        ObjectNode parameters = JSON.createObjectNode().put("expression", "String(" + expression + ")").put("awaitPromise", true);
        return call("Runtime.evaluate", parameters).at("/result/value").asText();
    }

    void click(double x, double y) throws Exception {
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent", JSON.createObjectNode().put("type", type).put("x", x).put("y", y).put("button", "left").put("clickCount", 1));
        }
    }

    void key(String key, int modifiers) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            call("Input.dispatchKeyEvent", JSON.createObjectNode().put("type", type).put("key", key).put("modifiers", modifiers));
        }
    }

    void screenshot(Path file) throws Exception {
        String data = call("Page.captureScreenshot", JSON.createObjectNode().put("format", "png")).get("data").textValue();
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(data));
    }

    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_S, SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
