package dev.oxbow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.replay.Replay;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** This program once more, in a process of its own. */
final class ChildProcess {
    private static final long LOOK_NS = 2_000_000;

    /** How it ended: its last line of JSON and its standard error. */
    record Result(int exit, JsonNode result, String error) {
    }

    private final Process process;
    private final Path out = Files.createTempFile("oxbow-child-", ".out");
    private final Path error = Files.createTempFile("oxbow-child-", ".err");

    ChildProcess(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(it -> it.startsWith("-X") || it.startsWith("--")).forEach(command::add);
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, Main.class.getName()));
        }
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(error.toFile()).start();
    }

    /** Watches its journal, and kills it as soon as so many pieces are verified. @return false when it was over before */
    boolean killWhen(Path sessionDirectory, int piecesVerified) throws IOException {
        awaitJournal(sessionDirectory);
        if (process.isAlive()) {
            try (Replay replay = new Replay(sessionDirectory)) {
                while (process.isAlive() && verified(replay.state()) < piecesVerified) {
                    if (replay.fold().isEmpty()) {
                        LockSupport.parkNanos(LOOK_NS);
                    }
                }
            }
        }
        boolean alive = process.isAlive();
        process.destroyForcibly();
        waitFor(1, TimeUnit.MINUTES);
        clean();
        return alive;
    }

    private static int verified(SessionState state) {
        return state.torrents().isEmpty() ? 0 : state.torrents().get(0).picker().verified().count();
    }

    private void awaitJournal(Path sessionDirectory) throws IOException {
        while (process.isAlive()) {
            try {
                new Replay(sessionDirectory).close();
                return;
            } catch (NoSuchElementException e) {
                LockSupport.parkNanos(LOOK_NS);
            }
        }
    }

    Result finish(long time, TimeUnit unit) throws IOException {
        if (!waitFor(time, unit)) {
            process.destroyForcibly();
        }
        String lines = Files.readString(out, StandardCharsets.UTF_8).trim();
        String last = lines.substring(lines.lastIndexOf('\n') + 1);
        Result result = new Result(waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1,
                new ObjectMapper().readTree(last.isEmpty() ? "{}" : last), Files.readString(error, StandardCharsets.UTF_8).trim());
        clean();
        return result;
    }

    private boolean waitFor(long time, TimeUnit unit) {
        try {
            return process.waitFor(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void clean() throws IOException {
        Files.deleteIfExists(out);
        Files.deleteIfExists(error);
    }
}
