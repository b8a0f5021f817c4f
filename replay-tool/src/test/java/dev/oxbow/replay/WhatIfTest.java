package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another figure would have changed. */
class WhatIfTest {
    private static final Path TUTORIAL = Path.of("..", "docs", "tutorial");

    @TempDir
    private Path home;

    @Test
    void givesOtherVerdictsByAnotherThreshold() throws IOException {
        WhatIf.Result stricter = WhatIf.run(TUTORIAL, Map.of("CHOKE_FLAP.changes", 3L));
        assertEquals(List.of("@1140 198.51.100.90:6889: CHOKE_FLAP (low, statistical): 6 changes of choking in 60 s"), stricter.gone());
        assertEquals("@619 198.51.100.90:6889: CHOKE_FLAP (low, statistical): 3 changes of choking in 60 s", stricter.come().get(0));
        assertTrue(WhatIf.run(TUTORIAL, Map.of("CHOKE_FLAP.changes", 1000L)).come().isEmpty());
        assertTrue(WhatIf.run(TUTORIAL, Map.of("CHOKE_FLAP.changes", 6L)).isSame());
        assertTrue(WhatIf.run(TUTORIAL, Map.of("NEVER_UNCHOKES.seconds", 600L)).isSame());
    }

    @Test
    void namesTheFirstDecisionThatAnotherSettingChanges() throws IOException {
        Path session = Recorded.twoSessions(home.resolve("session"));
        assertTrue(WhatIf.run(session, Map.of("SettingsChanged.connectionsMax", 200L)).isSame());
        assertTrue(WhatIf.run(session, Map.of("SettingsChanged.connectionsMax", 150L)).isSame());
        Verifier.Divergence first = WhatIf.run(session, Map.of("SettingsChanged.connectionsMax", 1L)).first().orElseThrow();
        assertTrue(first.recorded().startsWith("Connect["), first.toString());
        assertTrue(Verifier.verify(session).divergence().isEmpty());
    }

    @Test
    void takesSeveralFiguresAtOnce() throws IOException {
        List<String> stricter = WhatIf.run(TUTORIAL, Map.of("CHOKE_FLAP.changes", 3L)).come();
        WhatIf.Result mixed = WhatIf.run(TUTORIAL, Map.of("CHOKE_FLAP.changes", 3L, "SettingsChanged.connectionsMax", 1L, "SNUB.seconds",
                25L));
        assertEquals(stricter, mixed.come());
        assertTrue(mixed.first().orElseThrow().recorded().startsWith("Connect["), mixed.toString());
        Path session = Recorded.twoSessions(home.resolve("session"));
        assertTrue(WhatIf.run(session, Map.of("SettingsChanged.connectionsMax", 150L, "SettingsChanged.connectionsPerTorrentMax",
                90L)).isSame());
        assertEquals(WhatIf.run(session, Map.of("SettingsChanged.connectionsMax", 1L)).first(),
                WhatIf.run(session, Map.of("SettingsChanged.connectionsMax", 1L, "SettingsChanged.connectionsPerTorrentMax", 90L)).first());
    }

    @Test
    void refusesWhatCannotBeSet() {
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> WhatIf.run(TUTORIAL,
                Map.of("BlockReceived.pieceIndex", 3L)));
        assertTrue(unknown.getMessage().contains("SNUB.seconds") && unknown.getMessage().contains("SettingsChanged.halfOpenMax"), unknown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> WhatIf.run(TUTORIAL, Map.of("SNUB.seconds", 0L)));
        assertThrows(IllegalArgumentException.class, () -> WhatIf.run(TUTORIAL, Map.of("SettingsChanged.requestId", 1L)));
        assertThrows(IllegalArgumentException.class, () -> WhatIf.run(TUTORIAL, Map.of("SNUB.seconds", 30L, "SNUB.minutes", 1L)));
    }
}
