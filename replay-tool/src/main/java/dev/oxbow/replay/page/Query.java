package dev.oxbow.replay.page;

import dev.oxbow.replay.EntryFilter;
import dev.oxbow.replay.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is typed into the filter box. Words, of which all must fit: {@code piece:12} or {@code piece:12.3}, {@code peer:} an address or part
 * of a client's name, {@code torrent:}, {@code severity:warning}, and anything else is a part of the entry's type. A text with a comparison
 * in it is a condition, as {@code oxbow replay events --where} takes it.
 */
final class Query {
    private static final String COMPARISON = ".*[=<>~!()].*";

    private Query() {
    }

    /** @throws IllegalArgumentException with a sentence when it makes no sense */
    static EntryFilter parse(String text) {
        if (text.isBlank()) {
            return EntryFilter.ALL;
        }
        if (text.matches(COMPARISON)) {
            return new EntryFilter(List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.of(text));
        }
        List<String> torrents = new ArrayList<>();
        List<String> peers = new ArrayList<>();
        List<String> pieces = new ArrayList<>();
        List<String> types = new ArrayList<>();
        Optional<Severity> severity = Optional.empty();
        for (String word : text.strip().split("\\s+")) {
            int colon = word.indexOf(':');
            String value = word.substring(colon + 1);
            switch (colon < 0 ? "" : word.substring(0, colon)) {
                case "piece" -> pieces.add(value);
                case "peer" -> peers.add(value);
                case "torrent" -> torrents.add(value);
                case "severity" -> severity = Optional.of(Severity.parse(value));
                case "" -> types.add(word.contains("*") ? word : "*" + word + "*");
                default -> throw new IllegalArgumentException("'" + word + "': there are piece:, peer:, torrent: and severity:");
            }
        }
        return new EntryFilter(torrents, peers, pieces, types, severity, Optional.empty());
    }
}
