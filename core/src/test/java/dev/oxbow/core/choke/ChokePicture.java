package dev.oxbow.core.choke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A round drawn as text. Under a line of column names, a peer a line; {@code -} or a missing column is what matters least:
 *
 * <pre>
 *   id  state     down up  had  unchoked connected
 *   1   unchoked  50   0   0    20       300
 *   3   waits     0    -   -    -        15
 * </pre>
 *
 * <p>States: {@code waits} is choked and interested, {@code unchoked} is unchoked and interested, {@code idle} and {@code idle-unchoked}
 * are not interested; {@code +snubbed}, {@code +optimistic}, {@code +seed} may follow. Rates are KiB/s, {@code had} is blocks since the
 * last unchoke, times are seconds ago.
 */
final class ChokePicture {
    static final long NOW = 1_700_000_000L * Deadline.SECOND_NS;
    private static final long BLOCK = 16 * 1024;

    private ChokePicture() {
    }

    static List<Contender> peers(String... lines) {
        List<String> columns = List.of(lines[0].trim().split("\\s+"));
        List<Contender> out = new ArrayList<>();
        for (String line : List.of(lines).subList(1, lines.length)) {
            out.add(peer(columns, line.trim().split("\\s+")));
        }
        return out;
    }

    private static Contender peer(List<String> columns, String[] cells) {
        String state = cells[columns.indexOf("state")];
        boolean choked = state.startsWith("waits") || state.startsWith("idle") && !state.startsWith("idle-unchoked");
        long unchoked = number(columns, cells, "unchoked", choked ? -1 : 100);
        return new Contender(number(columns, cells, "id", 0), choked, !state.startsWith("idle"), state.contains("+seed"),
                state.contains("+snubbed"), state.contains("+optimistic"), number(columns, cells, "down", 0) * 1024,
                number(columns, cells, "up", 0) * 1024, number(columns, cells, "had", 0) * BLOCK,
                unchoked < 0 ? Contender.NEVER : NOW - unchoked * Deadline.SECOND_NS,
                NOW - number(columns, cells, "connected", 300) * Deadline.SECOND_NS);
    }

    private static long number(List<String> columns, String[] cells, String column, long otherwise) {
        int at = columns.indexOf(column);
        return at < 0 || at >= cells.length || cells[at].equals("-") ? otherwise : Long.parseLong(cells[at]);
    }

    static Round leeching(int slots, List<Contender> peers) {
        return new Round(peers, slots, false, NOW, 1);
    }

    static Round seeding(int slots, List<Contender> peers) {
        return new Round(peers, slots, true, NOW, 1);
    }

    /** Each expected line is as {@code choke 3 outbid}. */
    static void assertDecides(List<ChokeDecision> decisions, String... expected) {
        assertEquals(String.join("\n", expected),
                decisions.stream().map(decision -> decision.toString().toLowerCase(Locale.ROOT)).collect(Collectors.joining("\n")));
    }
}
