package dev.oxbow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelftestCommandTest {
    @TempDir
    private Path directory;

    @Test
    void leavesNothingWhenAllIsWell() {
        Path journals = directory.resolve("journals");
        assertEquals(0, Main.run("selftest", "--seeds", "3", "--seed", "7", "--dir", journals.toString()));
        assertFalse(Files.exists(journals));
    }

    @Test
    void refusesToRunNoSwarm() {
        assertEquals(2, Main.run("selftest", "--seeds", "0"));
    }
}
