package dev.oxbow.replay;

import dev.oxbow.core.session.SessionState;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Tells the code that folds from any other, released or not: by the checksums of its classes in the jar, or by its class files. */
final class CodeVersion {
    private static final String PACKAGE = "dev/oxbow/core/";
    private static final long OF_FOLD = compute();

    private CodeVersion() {
    }

    static long ofFold() {
        return OF_FOLD;
    }

    private static long compute() {
        try {
            Path home = Path.of(SessionState.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return Files.isDirectory(home) ? ofDirectory(home) : ofJar(home);
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return System.nanoTime(); // unknown: what is kept is of use to nobody else
        }
    }

    private static long ofJar(Path jar) throws IOException {
        CRC32 sum = new CRC32();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
                ZipEntry entry = all.nextElement();
                if (entry.getName().startsWith(PACKAGE)) {
                    add(sum, entry.getName() + entry.getCrc());
                }
            }
        }
        return sum.getValue();
    }

    private static long ofDirectory(Path classes) throws IOException {
        CRC32 sum = new CRC32();
        try (Stream<Path> all = Files.walk(classes)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                add(sum, file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
            }
        }
        return sum.getValue();
    }

    private static void add(CRC32 sum, String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
