package dev.oxbow.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What seeds cost that nobody asks anything of; {@code -Doxbow.seeds=1000 -Doxbow.seeds.seconds=60} for a figure to compare. */
@EnabledOnOs(OS.LINUX)
class IdleSeedsTest {
    private static final int COUNT = Integer.getInteger("oxbow.seeds", 50);
    private static final int SECONDS = Integer.getInteger("oxbow.seeds.seconds", 3);
    private static final long RSS_MAX_KIB = 512 * 1024;
    /** Of one core; a JVM that has just begun still compiles, so a short look shows more. */
    private static final double CPU_MAX_PERCENT = SECONDS >= 60 ? 1 : 10;

    @TempDir
    private Path home;

    @Test
    void theyTakeLittleMemoryAndHardlyAnyTime() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC", "-Xmx384m",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), IdleSeedsMain.class.getName(), home.toString(), String.valueOf(COUNT),
                String.valueOf(SECONDS));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        Matcher figures = Pattern.compile("rss (\\d+) KiB .*cpu ([0-9.]+) %").matcher(said);
        assertTrue(figures.find(), said);
        System.out.println(said.strip());
        assertTrue(Long.parseLong(figures.group(1)) <= RSS_MAX_KIB, said);
        assertTrue(Double.parseDouble(figures.group(2)) <= CPU_MAX_PERCENT, said);
    }
}
