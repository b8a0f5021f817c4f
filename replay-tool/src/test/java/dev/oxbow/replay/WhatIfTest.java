package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another figure would have changed. */
class WhatIfTest {
    private static final Path TUTORIAL = Path.of("..", "docs", "tutorial");

    @TempDir
    private Path home;

    @Test
    void givesOtherVerdictsByAnotherThreshold() throws IOException {
        WhatIf.Result stricter = WhatIf.run(TUTORIAL, "CHOKE_FLAP.changes", 3);
        assertEquals(List.of("@1140 198.51.100.90:6889: CHOKE_FLAP (low, statistical): 6 changes of choking in 60 s"), stricter.gone());
        assertEquals("@619 198.51.100.90:6889: CHOKE_FLAP (low, statistical): 3 changes of choking in 60 s", stricter.come().get(0));
        assertTrue(WhatIf.run(TUTORIAL, "CHOKE_FLAP.changes", 1000).come().isEmpty());
        assertTrue(WhatIf.run(TUTORIAL, "CHOKE_FLAP.changes", 6).isSame());
        assertTrue(WhatIf.run(TUTORIAL, "NEVER_UNCHOKES.seconds", 600).isSame());
    }

    @Test
    void namesTheFirstDecisionThatAnotherSettingChanges() throws IOException {
        Path session = Recorded.twoSessions(home.resolve("session"));
        assertTrue(WhatIf.run(session, "SettingsChanged.connectionsMax", 200).isSame());
        assertTrue(WhatIf.run(session, "SettingsChanged.connectionsMax", 150).isSame());
        Verifier.Divergence first = WhatIf.run(session, "SettingsChanged.connectionsMax", 1).first().orElseThrow();
        assertTrue(first.recorded().startsWith("Connect["), first.toString());
        assertTrue(Verifier.verify(session).divergence().isEmpty());
    }

    @Test
    void refusesWhatCannotBeSet() {
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> WhatIf.run(TUTORIAL, "BlockReceived.pieceIndex", 3));
        assertTrue(unknown.getMessage().contains("SNUB.seconds") && unknown.getMessage().contains("SettingsChanged.halfOpenMax"), unknown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> WhatIf.run(TUTORIAL, "SNUB.seconds", 0));
        assertThrows(IllegalArgumentException.class, () -> WhatIf.run(TUTORIAL, "SettingsChanged.requestId", 1));
    }
}
