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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged program as a child process. */
final class PackagedOxbow implements AutoCloseable {
    private static final long LIMIT_SECONDS = 240;
    private static final List<String> SHORT_COMMANDS = List.of("replay", "why", "verify");

    private final Process process;
    private final Path out;
    private final Path error;

    private PackagedOxbow(Path home, List<String> entrance, List<String> arguments) throws IOException {
        out = Files.createTempFile(home, "oxbow-", ".out");
        error = Files.createTempFile(home, "oxbow-", ".err");
        String jar = System.getProperty("oxbow.jar");
        List<String> command = new ArrayList<>(entrance);
        command.addAll(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m", "-XX:+UseSerialGC",
                "-XX:SharedArchiveFile=" + jar.replace(".jar", ".jsa"), "-Xlog:disable"));
        if (SHORT_COMMANDS.contains(arguments.get(0))) {
            command.add("-XX:TieredStopAtLevel=1"); // as the script oxbow starts it, or nearly so
        }
        command.addAll(List.of("-jar", jar));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(error.toFile());
        builder.environment().remove("LD_PRELOAD");
        process = builder.start();
    }

    static PackagedOxbow start(Path home, String... arguments) throws IOException {
        return new PackagedOxbow(home, List.of(), Arrays.asList(arguments));
    }

    /** One that sees nothing but a network of its own. */
    static PackagedOxbow startIn(OwnNetwork network, Path home, String... arguments) throws IOException {
        return new PackagedOxbow(home, network.entrance(), Arrays.asList(arguments));
    }

    /** One that sees a small disk of its own. */
    static PackagedOxbow startIn(OwnDisk disk, Path home, String... arguments) throws IOException {
        return new PackagedOxbow(home, disk.entrance(), Arrays.asList(arguments));
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

    /** A count of the kernel's, as {@code VmHWM} in kilobytes. */
    long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
    }

    int openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) files.count();
        }
    }

    /** Where it listens, once it says so. */
    Optional<Integer> listenPort() throws IOException {
        return lines().stream().filter(line -> line.has("listening")).map(line -> line.get("listening").textValue())
                .map(endpoint -> Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1))).findFirst();
    }

    long pid() {
        return process.pid();
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

    void thaw() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-CONT", String.valueOf(process.pid())).inheritIO().start().waitFor(10, TimeUnit.SECONDS);
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
