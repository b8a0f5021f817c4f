package dev.oxbow.core.metainfo;

import dev.oxbow.core.value.Text;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives every file of a torrent a path that is safe on every system: inside the directory, without characters that a file system or
 * terminal treats specially, without reserved names, and different from all others even where case does not count. A name that
 * needs no change is left as it is.
 */
public final class SafePaths {
    private static final int COMPONENT_MAX_BYTES = 240;
    private static final String FORBIDDEN = "<>:\"/\\|?*";
    private static final Set<String> RESERVED = reserved();

    private final Set<String> takenFiles = new HashSet<>();
    /** By folded path: how the directory was spelt first. */
    private final Map<String, String> takenDirectories = new HashMap<>();

    private static Set<String> reserved() {
        Set<String> out = new HashSet<>(List.of("con", "prn", "aux", "nul", "conin$", "conout$"));
        for (int i = 0; i <= 9; i++) {
            out.add("com" + i);
            out.add("lpt" + i);
        }
        return out;
    }

    /** One component made safe; never empty. */
    public static String component(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().forEach(point -> {
            boolean bad = FORBIDDEN.indexOf(point) >= 0 || !Text.isShowable(point);
            out.appendCodePoint(bad ? '_' : point);
        });
        String safe = shortened(out.toString(), COMPONENT_MAX_BYTES);
        int end = safe.length();
        while (end > 0 && (safe.charAt(end - 1) == '.' || safe.charAt(end - 1) == ' ')) {
            end--;
        }
        safe = safe.substring(0, end) + "_".repeat(Math.min(1, safe.length() - end));
        if (safe.isEmpty()) {
            return "_";
        }
        int dot = safe.indexOf('.');
        String stem = (dot < 0 ? safe : safe.substring(0, dot)).trim().toLowerCase(Locale.ROOT);
        return RESERVED.contains(stem) ? "_" + safe : safe;
    }

    /** Cuts the stem so that the extension stays. */
    private static String shortened(String name, int bytesMax) {
        if (name.getBytes(StandardCharsets.UTF_8).length <= bytesMax) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= 16 ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - extension.length());
        while ((stem + extension).getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + extension;
    }

    /**
     * The safe path for a file. Two files that would be one, or a file that would have to be a directory as well, get a number behind
     * their name. Directories that differ in case only become one.
     */
    public List<String> claim(List<String> rawPath) {
        List<String> out = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < rawPath.size() - 1; i++) {
            String parent = key.toString();
            String wanted = component(rawPath.get(i));
            String directory = wanted;
            for (int n = 2; takenFiles.contains(parent + "/" + folded(directory)); n++) {
                directory = numbered(wanted, n);
            }
            key.append('/').append(folded(directory));
            String spelling = directory;
            out.add(takenDirectories.computeIfAbsent(key.toString(), unseen -> spelling));
        }
        String wanted = component(rawPath.get(rawPath.size() - 1));
        String file = wanted;
        String parent = key.toString();
        for (int n = 2; isTaken(parent + "/" + folded(file)); n++) {
            file = numbered(wanted, n);
        }
        takenFiles.add(parent + "/" + folded(file));
        out.add(file);
        return out;
    }

    private boolean isTaken(String key) {
        return takenFiles.contains(key) || takenDirectories.containsKey(key);
    }

    private static String numbered(String name, int n) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "";
        return shortened(stem, COMPONENT_MAX_BYTES - 20) + " (" + n + ")" + extension;
    }

    /** Equal for names that some file system takes for the same. */
    private static String folded(String name) {
        return Normalizer.normalize(Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT),
                Normalizer.Form.NFC);
    }
}
