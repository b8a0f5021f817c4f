package dev.oxbow.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Points of one journal, which is looked through only when a point asks for its end or its sessions. */
final class Points {
    private Points() {
    }

    static PointParser of(Path sessionDirectory, Optional<Path> cacheHome) {
        return new PointParser(new PointParser.Span() {
            private JournalSpan known;

            @Override
            public JournalSpan get() throws IOException {
                if (known == null) {
                    try (JournalCursor cursor = JournalCursor.open(sessionDirectory, cacheHome)) {
                        known = JournalSpan.of(cursor);
                    }
                }
                return known;
            }
        });
    }
}
