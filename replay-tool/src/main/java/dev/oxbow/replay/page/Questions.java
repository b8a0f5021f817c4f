package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What an address behind the token asks, and its parameters. */
final class Questions {
    private static final Set<String> NAMES = Set.of("api/summary", "api/chart", "api/lanes", "api/at", "api/entries");
    private static final long READ_NS = 250_000_000L;
    private static final int POINTS = 1_000;
    private static final int LANES = 60;
    private static final int LANES_MAX = 500;
    private static final int ROWS = 100;

    private final JournalPage journal;
    private final UnaryOperator<String> parameters;

    /** @param parameters by name; null for one that is not given */
    Questions(JournalPage journal, UnaryOperator<String> parameters) {
        this.journal = journal;
        this.parameters = parameters;
    }

    boolean has(String name) {
        return NAMES.contains(name);
    }

    /** @throws IllegalArgumentException with a sentence when a parameter makes no sense */
    ObjectNode answer(String name) throws IOException {
        return switch (name) {
            case "api/summary" -> {
                journal.read(READ_NS);
                yield journal.summary();
            }
            case "api/chart" -> journal.chart(number("from", 0), number("to", journal.lengthUs()), (int) number("points", POINTS));
            case "api/lanes" -> journal.lanes(number("from", 0), number("to", journal.lengthUs()), (int) number("points", POINTS),
                    (int) Math.min(LANES_MAX, number("limit", LANES)), text("peer"));
            case "api/at" -> parameters.apply("us") == null ? journal.at(number("seq", Long.MAX_VALUE)) : journal.atUs(number("us", 0));
            case "api/entries" -> journal.entries(number("seq", 0), text("order").equals("back"), (int) number("limit", ROWS),
                    text("filter"));
            default -> throw new IllegalArgumentException("there is no " + name);
        };
    }

    private String text(String name) {
        String value = parameters.apply(name);
        return value == null ? "" : value;
    }

    private long number(String name, long otherwise) {
        String value = parameters.apply(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,15}")) {
            throw new IllegalArgumentException(name + " expects a number");
        }
        return Long.parseLong(value);
    }
}
