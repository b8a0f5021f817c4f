package dev.oxbow.cli.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A small file system in memory, mounted at a directory in a mount namespace of Linux of its own; the system's disks are out of reach. */
final class OwnDisk implements AutoCloseable {
    /** Ends when this JVM does: nobody speaks to it any more. */
    private final Process holder;
    private final Path at;

    private OwnDisk(Process holder, Path at) {
        this.holder = holder;
        this.at = at;
    }

    /** Nothing where the system does not let us have one. @param size as mount takes it, "8m" */
    static Optional<OwnDisk> open(Path at, String size) throws IOException {
        Files.createDirectories(at);
        ProcessBuilder builder = new ProcessBuilder("unshare", "-rm", "sh", "-c",
                "mount -t tmpfs -o size=" + size + " none '" + at + "' && echo ready && exec cat");
        builder.environment().remove("LD_PRELOAD");
        Process holder;
        try {
            holder = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        }
        if (!"ready".equals(holder.inputReader().readLine())) {
            holder.destroyForcibly();
            return Optional.empty();
        }
        return Optional.of(new OwnDisk(holder, at));
    }

    /** What stands in front of a command that is to see the disk. */
    List<String> entrance() {
        return List.of("nsenter", "-t", String.valueOf(holder.pid()), "-U", "--preserve-credentials", "-m");
    }

    /** The disk as it is seen from outside. */
    Path seen() {
        return Path.of("/proc/" + holder.pid() + "/root" + at);
    }

    /** Runs a command of the shell there. */
    void run(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new java.util.ArrayList<>(entrance()));
        builder.command().addAll(List.of("sh", "-c", command));
        builder.environment().remove("LD_PRELOAD");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }

    /** Gives it another size. */
    void resize(String size) throws IOException, InterruptedException {
        run("mount -o remount,size=" + size + " '" + at + "'");
    }

    @Override
    public void close() throws InterruptedException {
        holder.destroy();
        holder.waitFor(10, TimeUnit.SECONDS);
    }
}
