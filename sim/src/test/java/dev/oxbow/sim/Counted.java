package dev.oxbow.sim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the tests of this module have counted: said in one block when all are over, and with {@code -Doxbow.rewrite=true} written into the
 * rows of docs/testing.md that begin with the same words.
 */
final class Counted implements BeforeAllCallback, ExtensionContext.Store.CloseableResource {
    private static final Path PAGE = Path.of("..", "docs", "testing.md");
    private static final Map<String, String> ROWS = new ConcurrentSkipListMap<>();

    /** @param what the first column of its row; {@code cameOfIt} the last */
    static void row(String what, String howMuch, String cameOfIt) {
        ROWS.put(what, "| " + what + " | " + howMuch + " | " + cameOfIt + " |");
    }

    /** With commas between thousands. */
    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(Counted.class, unseen -> this);
    }

    @Override
    public void close() throws IOException {
        System.out.println("Counted:");
        ROWS.values().forEach(System.out::println);
        if (Boolean.getBoolean("oxbow.rewrite")) {
            List<String> lines = new ArrayList<>(Files.readAllLines(PAGE, StandardCharsets.UTF_8));
            lines.replaceAll(line -> ROWS.entrySet().stream().filter(row -> line.startsWith("| " + row.getKey() + " |"))
                    .map(Map.Entry::getValue).findFirst().orElse(line));
            Files.writeString(PAGE, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
        }
    }
}
