package dev.oxbow.cli;

import dev.oxbow.journal.Damage;
import dev.oxbow.replay.EntryFilter;
import dev.oxbow.replay.EventReader;
import dev.oxbow.replay.FieldNames;
import dev.oxbow.replay.Severity;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay events}. */
@Command(name = "events", description = "List what happened and what was decided, in order.", mixinStandardHelpOptions = true)
final class ReplayEventsCommand implements Callable<Integer> {
    private static final long FOLLOW_MS = 100;

    @Mixin
    private JournalOptions journal;

    @Option(names = {"-t", "--torrent"}, paramLabel = "HASH|NAME", description = "Only entries about this torrent: the first digits of its info"
            + " hash, or a part of its name; may repeat.")
    private List<String> torrents = List.of();

    @Option(names = {"-p", "--peer"}, paramLabel = "PEER", description = "Only entries about this peer: address, address:port, a part of its"
            + " client's name, or #CONNECTION; may repeat.")
    private List<String> peers = List.of();

    @Option(names = "--piece", paramLabel = "N[.BLOCK]", description = "Only entries about this piece, or this block of it; may repeat.")
    private List<String> pieces = List.of();

    @Option(names = {"-T", "--type"}, paramLabel = "GLOB", description = "Only entries of this type, as in Block*Received (one block, or several at once) or *Failed; may repeat.")
    private List<String> types = List.of();

    @Option(names = "--severity", paramLabel = "LEVEL", description = "Only error, warning, notice, info or debug, or what is graver.")
    private String severity;

    @Option(names = "--where", paramLabel = "EXPR", description = "Only entries for which this holds, as in 'pieceIndex = 5 and type ~ *Received'.")
    private String where;

    @Option(names = "--list-fields", description = "Name all fields that --where knows, and end.")
    private boolean listFields;

    @Option(names = {"-S", "--since"}, paramLabel = "POINT", description = "From this entry or time on: @NUMBER, 2026-11-21T12:00:00Z, 12:00:05,"
            + " -10min, yesterday, start-of:session 2.")
    private String since;

    @Option(names = {"-U", "--until"}, paramLabel = "POINT", description = "Up to this entry or time.")
    private String until;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "From this entry on.")
    private String cursor;

    @Option(names = "--after-cursor", paramLabel = "CURSOR", description = "From behind this entry on.")
    private String afterCursor;

    @Option(names = "--show-cursor", description = "Say at the end where that was, for --after-cursor.")
    private boolean showCursor;

    @Option(names = {"-n", "--limit"}, paramLabel = "[+]N", description = "The last N that fit; with + the first N.")
    private String limit;

    @Option(names = {"-r", "--reverse"}, description = "Newest first.")
    private boolean reverse;

    @Option(names = {"-f", "--follow"}, description = "Go on as more is appended, until interrupted.")
    private boolean follow;

    @Option(names = "--context", paramLabel = "N", defaultValue = "0", description = "Show N entries before and behind each that fits, too.")
    private int context;

    @Override
    public Integer call() throws IOException {
        if (listFields) {
            FieldNames.all().forEach(System.out::println);
            return ExitStatus.DONE.code();
        }
        EventReader.Format format = switch (journal.format("text", "json", "short")) {
            case "json" -> EventReader.Format.JSON;
            case "short" -> EventReader.Format.SHORT;
            default -> EventReader.Format.TEXT;
        };
        PrintStream out = new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
        try (EventReader events = EventReader.open(journal.sessionDirectory(), filter(), format)) {
            bounds(events);
            list(events, out);
            if (showCursor && events.lastShown() >= 0) {
                out.println("-- cursor: @" + events.lastShown());
            }
            out.flush();
            return follow ? ExitStatus.DONE.code() : end(events);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }

    private EntryFilter filter() {
        return new EntryFilter(torrents, peers, pieces, types, Optional.ofNullable(severity).map(Severity::parse), Optional.ofNullable(where));
    }

    private void bounds(EventReader events) throws IOException {
        if (since != null) {
            events.since(since);
        }
        if (until != null) {
            events.until(until);
        }
        if (cursor != null) {
            events.sinceSequence(sequence(cursor));
        }
        if (afterCursor != null) {
            events.sinceSequence(sequence(afterCursor) + 1);
        }
        if (context < 0 || follow && reverse || context > 0 && reverse) {
            throw new IllegalArgumentException(context < 0 ? "--context expects a number from 0 on"
                    : "--reverse goes neither with --follow nor with --context");
        }
        events.context(context);
    }

    private static long sequence(String text) {
        try {
            return Long.parseLong(text.startsWith("@") ? text.substring(1) : text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a cursor is @ and an entry's number, as --show-cursor gives it", e);
        }
    }

    private void list(EventReader events, PrintStream out) throws IOException {
        Lines lines = new Lines(out, limit == null || !follow && !limit.startsWith("+") && !reverse ? Long.MAX_VALUE : count());
        if (limit != null && !limit.startsWith("+") && !reverse) {
            events.last(Math.toIntExact(Math.min(count(), Integer.MAX_VALUE))).forEach(out::println);
            lines.left = Long.MAX_VALUE;
        } else if (reverse) {
            events.backward(lines::take);
        } else {
            events.forward(lines::take);
        }
        while (follow && lines.left > 0 && !out.checkError()) {
            events.goOn(lines::take);
            out.flush();
            LockSupport.parkNanos(FOLLOW_MS * 1_000_000);
        }
    }

    private long count() {
        try {
            return Math.max(0, Long.parseLong(limit.startsWith("+") ? limit.substring(1) : limit));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-n expects a number, or + and a number", e);
        }
    }

    /** Prints until enough is printed, or nobody reads any more. */
    private static final class Lines {
        private static final int LOOK_EVERY = 1024;
        private final PrintStream out;
        private long left;

        Lines(PrintStream out, long left) {
            this.out = out;
            this.left = left;
        }

        boolean take(String line) {
            if (left > 0) {
                out.println(line);
                left--;
            }
            return left > 0 && (left % LOOK_EVERY != 0 || !out.checkError());
        }
    }

    private static int end(EventReader events) throws IOException {
        Optional<Damage> damage = events.damage();
        if (damage.isPresent()) {
            throw new CliException(ExitStatus.JOURNAL_DAMAGED, damage.get().sentence() + "; 'oxbow replay doctor' says what follows from it");
        }
        return ExitStatus.DONE.code();
    }
}
