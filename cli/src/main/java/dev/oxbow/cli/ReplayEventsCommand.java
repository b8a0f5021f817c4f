package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.journal.Damage;
import dev.oxbow.replay.Replay;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay events}. */
@Command(name = "events", description = "List what happened and what was decided, in order.", mixinStandardHelpOptions = true)
final class ReplayEventsCommand implements Callable<Integer> {
    private static final List<String> ENVELOPE = List.of("seq", "time", "kind", "type", "torrent", "connection", "peer", "cause");
    private static final long FOLLOW_MS = 100;

    @Mixin
    private JournalOptions journal;

    @Option(names = {"-T", "--type"}, paramLabel = "GLOB", description = "Only entries of this type, as in BlockReceived or *Failed; may repeat.")
    private List<String> types = List.of();

    @Option(names = {"-p", "--peer"}, paramLabel = "ADDRESS", description = "Only entries about this peer (address, or address:port).")
    private String peer;

    @Option(names = "--piece", paramLabel = "N", description = "Only entries about this piece.")
    private Integer piece;

    @Option(names = {"-S", "--since"}, paramLabel = "SEQ", defaultValue = "0", description = "From this number on.")
    private long since;

    @Option(names = {"-n", "--limit"}, paramLabel = "N", defaultValue = "9223372036854775807", description = "At most so many.")
    private long limit;

    @Option(names = {"-f", "--follow"}, description = "Go on as more is appended, until interrupted.")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        List<String> patterns = types.stream().map(glob -> glob.replace("*", ".*")).toList();
        PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16), false, StandardCharsets.UTF_8);
        try (Replay replay = new Replay(journal.sessionDirectory())) {
            long shown = 0;
            while (shown < limit && !out.checkError()) {
                Optional<Replay.Step> step = replay.step();
                if (step.isEmpty()) {
                    out.flush();
                    if (!follow || out.checkError()) {
                        break;
                    }
                    pause();
                } else if (step.get().record().sequence() >= since && matches(step.get().json(), patterns)) {
                    out.println(json ? step.get().json().toString() : text(step.get().json()));
                    shown++;
                }
            }
            out.flush();
            return shown < limit ? end(replay) : ExitStatus.DONE.code();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(FOLLOW_MS * 1_000_000);
    }

    private static int end(Replay replay) throws IOException {
        Optional<Damage> damage = replay.damage();
        if (damage.isPresent()) {
            throw new CliException(ExitStatus.JOURNAL_DAMAGED, damage.get().sentence() + "; 'oxbow replay doctor' says what follows from it");
        }
        return ExitStatus.DONE.code();
    }

    private boolean matches(ObjectNode json, List<String> patterns) {
        String type = json.get("type").textValue();
        boolean typeFits = patterns.isEmpty() || patterns.stream().anyMatch(type::matches);
        String address = json.get("peer").isNull() ? "" : json.get("peer").textValue();
        boolean peerFits = peer == null || address.equals(peer) || address.startsWith(peer + ":");
        boolean pieceFits = piece == null || json.path("pieceIndex").asInt(-1) == piece;
        return typeFits && peerFits && pieceFits;
    }

    private static String text(ObjectNode json) {
        String detail = json.properties().stream().filter(entry -> !ENVELOPE.contains(entry.getKey()) && !entry.getValue().isNull())
                .filter(entry -> !entry.getKey().equals("connectionId") && !entry.getKey().equals("torrentId"))
                .map(entry -> entry.getKey() + "=" + entry.getValue().asText(entry.getValue().toString())).collect(Collectors.joining(" "));
        String peer = json.get("peer").isNull() ? "" : json.get("peer").textValue();
        return String.format("%9d  %s  %s %-26s %-22s %s", json.get("seq").longValue(), json.get("time").textValue().substring(11, 26),
                json.get("kind").textValue().equals("command") ? "→" : " ", json.get("type").textValue(), peer, detail).stripTrailing();
    }
}
