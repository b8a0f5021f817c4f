package dev.oxbow.cli.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged program as a child process. */
final class PackagedOxbow implements AutoCloseable {
    private static final long LIMIT_SECONDS = 240;

    private final Process process;
    private final Path out;
    private final Path error;

    private PackagedOxbow(Path home, List<String> arguments) throws IOException {
        out = Files.createTempFile(home, "oxbow-", ".out");
        error = Files.createTempFile(home, "oxbow-", ".err");
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m",
                "-XX:SharedArchiveFile=" + System.getProperty("oxbow.jar").replace(".jar", ".jsa"), "-jar", System.getProperty("oxbow.jar")));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(error.toFile());
        builder.environment().remove("LD_PRELOAD");
        process = builder.start();
    }

    static PackagedOxbow start(Path home, String... arguments) throws IOException {
        return new PackagedOxbow(home, Arrays.asList(arguments));
    }

    List<JsonNode> lines() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        String text = Files.readString(out, StandardCharsets.UTF_8);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
            if (line.startsWith("{")) {
                lines.add(mapper.readTree(line));
            }
        }
        return lines;
    }

    /** The newest progress line's bytes that are verified. */
    long bytesVerified() throws IOException {
        return lines().stream().filter(line -> line.get("type").textValue().equals("progress")).mapToLong(line -> line.get("bytesVerified").longValue())
                .max().orElse(0);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    /** Freezes it: its sockets stay open, and nothing comes from them. */
    void freeze() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).inheritIO().start().waitFor(10, TimeUnit.SECONDS);
    }

    /** Asks it to stop politely. */
    void terminate() {
        process.destroy();
    }

    int await() throws InterruptedException {
        return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    JsonNode result() throws IOException {
        List<JsonNode> lines = lines();
        return lines.get(lines.size() - 1);
    }

    String said() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8) + Files.readString(error, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
