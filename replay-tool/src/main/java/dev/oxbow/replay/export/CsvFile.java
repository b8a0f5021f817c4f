package dev.oxbow.replay.export;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A table as RFC 4180 has it: a line of names, then a line for each row; what is absent is empty. */
final class CsvFile implements Closeable {
    private final BufferedWriter out;

    CsvFile(Path file, String... columns) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        row((Object[]) columns);
    }

    void row(Object... cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            out.write(i == 0 ? "" : ",");
            out.write(quoted(cells[i]));
        }
        out.write("\r\n");
    }

    private static String quoted(Object cell) {
        Object present = cell instanceof Optional<?> it ? it.map(Object.class::cast).orElse("") : cell;
        String text = present == null ? "" : present.toString();
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
