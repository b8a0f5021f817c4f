package dev.oxbow.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.TorrentWish;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example of embedding Oxbow compiles as it stands there, and downloads. */
class ReadmeExampleTest {
    @TempDir
    private Path home;

    @Test
    void compilesAndRuns() throws Exception {
        String readme = Files.readString(Path.of("../README.md"), StandardCharsets.UTF_8);
        int from = readme.indexOf("```java") + "```java".length();
        String source = readme.substring(from, readme.indexOf("```", from));
        Path file = Files.writeString(home.resolve("Example.java"), source);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int compiled = ToolProvider.getSystemJavaCompiler().run(null, null, errors, "-cp", System.getProperty("java.class.path"), "-d", home.toString(),
                file.toString());
        assertEquals(0, compiled, errors.toString(StandardCharsets.UTF_8));
        try (Fixture fixture = new Fixture(home, 1 << 20); Oxbow seeder = fixture.open("seeder");
                URLClassLoader loader = new URLClassLoader(new URL[] {home.toUri().toURL()})) {
            seeder.add(fixture.torrent, fixture.original, TorrentWish.SEED).completion().join();
            Path torrent = Files.write(home.resolve("x.torrent"), fixture.torrent);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream out = System.out;
            try {
                System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
                loader.loadClass("Example").getMethod("main", String[].class).invoke(null,
                        (Object) new String[] {torrent.toString(), home.resolve("state").toString(), home.resolve("got").toString()});
            } finally {
                System.setOut(out);
            }
            assertTrue(said.toString(StandardCharsets.UTF_8).contains("payload is complete"), said.toString(StandardCharsets.UTF_8));
            assertTrue(fixture.isSame("got"));
        }
    }
}
