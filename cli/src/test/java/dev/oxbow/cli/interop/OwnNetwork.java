package dev.oxbow.cli.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace of Linux with one interface beside the loopback, which carries multicast and leads nowhere. What runs in it reaches
 * nothing else, and what it sends can be counted.
 */
final class OwnNetwork implements AutoCloseable {
    /** Of the machine that is the only one there. */
    static final String ADDRESS = "192.168.77.1";
    private static final String SET_UP = "ip link set lo up && ip link add lan0 type veth peer name lan1 && ip address add " + ADDRESS
            + "/24 dev lan0 && ip link set lan0 up && ip link set lan1 up && ip route add default dev lan0 && echo ready && exec cat";

    /** Ends when this JVM does: nobody speaks to it any more. */
    private final Process holder;

    private OwnNetwork(Process holder) {
        this.holder = holder;
    }

    /** Nothing where the system does not let us have one. */
    static Optional<OwnNetwork> open() throws IOException {
        Process holder;
        try {
            holder = outsideLibtorrent(new ProcessBuilder("unshare", "-rn", "sh", "-c", SET_UP)).start();
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        }
        String said = holder.inputReader().readLine();
        if (!"ready".equals(said)) {
            holder.destroyForcibly();
            return Optional.empty();
        }
        return Optional.of(new OwnNetwork(holder));
    }

    private static ProcessBuilder outsideLibtorrent(ProcessBuilder builder) {
        builder.environment().remove("LD_PRELOAD");
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** What stands in front of a command that is to run there. */
    List<String> entrance() {
        return List.of("nsenter", "-t", String.valueOf(holder.pid()), "-U", "--preserve-credentials", "-n");
    }

    /** {@link LibtorrentMain} there; it ends with this network. */
    Process libtorrent(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(entrance());
        command.addAll(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m",
                "-Dlibtorrent4j.jni.path=" + System.getProperty("libtorrent4j.jni.path"), "-cp", System.getProperty("java.class.path"),
                LibtorrentMain.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /**
     * How often something has happened there, of what the kernel counts for IPv4.
     *
     * @param protocol as in "Udp"
     * @param name     as in "OutDatagrams"
     */
    long count(String protocol, String name) throws IOException {
        List<String[]> rows = Files.readAllLines(Path.of("/proc/" + holder.pid() + "/net/snmp")).stream()
                .filter(line -> line.startsWith(protocol + ":")).map(line -> line.split(" ")).toList();
        return Long.parseLong(rows.get(1)[Arrays.asList(rows.get(0)).indexOf(name)]);
    }

    @Override
    public void close() throws InterruptedException {
        holder.destroy();
        holder.waitFor(10, TimeUnit.SECONDS);
    }
}
