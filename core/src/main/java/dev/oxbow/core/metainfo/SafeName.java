package dev.oxbow.core.metainfo;

import dev.oxbow.core.value.Text;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One component of a path, made safe: never empty, {@code .} or {@code ..}, without separators and control characters, and not too long.
 * What offends becomes {@code _}. A safe name stays as it is when it is made safe once more. Takes time in proportion to the name's length.
 */
final class SafeName {
    /** Room for {@code " (n)"}, whatever the number. */
    private static final int MARK_BYTES_MAX = 15;
    /** Longer than this it is no extension but a dot in a sentence. */
    private static final int EXTENSION_MAX_CHARS = 16;
    private static final Set<String> DEVICES = devices();

    private SafeName() {
    }

    /** What Windows opens as a device, whatever the extension. */
    private static Set<String> devices() {
        Set<String> out = new HashSet<>(List.of("con", "prn", "aux", "nul", "conin$", "conout$"));
        for (char digit : "0123456789\u00b9\u00b2\u00b3".toCharArray()) {
            out.add("com" + digit);
            out.add("lpt" + digit);
        }
        return out;
    }

    static String of(String raw, NamingRules rules) {
        return isPlain(raw, rules) ? raw : madeSafe(raw, rules);
    }

    /** What nearly all names are, so that a torrent of a hundred thousand files is not long in being read. */
    private static boolean isPlain(String raw, NamingRules rules) {
        if (raw.isEmpty() || raw.length() > rules.lengthBytesMax || rules == NamingRules.PORTABLE || raw.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < ' ' || c > '~' || rules.forbidden.indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static String madeSafe(String raw, NamingRules rules) {
        StringBuilder out = new StringBuilder(Math.min(raw.length(), 1024));
        raw.codePoints().forEach(point -> out.appendCodePoint(isUnfit(point, rules) ? '_' : point));
        String name = shortened(out.toString(), rules.lengthBytesMax);
        if (rules == NamingRules.PORTABLE) {
            return portable(name);
        }
        return name.isEmpty() || name.equals(".") || name.equals("..") ? "_" : name;
    }

    private static boolean isUnfit(int point, NamingRules rules) {
        int type = Character.getType(point);
        boolean unwritable = type == Character.CONTROL || type == Character.SURROGATE; // half a character has no bytes
        return unwritable || rules.forbidden.indexOf(point) >= 0 || rules == NamingRules.PORTABLE && !Text.isShowable(point);
    }

    private static String portable(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
            end--; // Windows drops them, so that "a." would be "a"
        }
        String kept = end == name.length() ? name : name.substring(0, end) + "_";
        if (kept.isEmpty()) {
            return "_";
        }
        int dot = kept.indexOf('.');
        String stem = (dot < 0 ? kept : kept.substring(0, dot)).trim().toLowerCase(Locale.ROOT);
        return DEVICES.contains(stem) ? "_" + kept : kept;
    }

    /** {@code name (2).ext}: a name for the second file that would have been {@code name.ext}. */
    static String numbered(String name, int number, NamingRules rules) {
        String extension = extension(name);
        return stem(name, extension, rules) + " (" + number + ")" + extension;
    }

    /** Equal for names whose numbered forms are equal. */
    static String unnumbered(String name, NamingRules rules) {
        String extension = extension(name);
        return stem(name, extension, rules) + extension;
    }

    private static String stem(String name, String extension, NamingRules rules) {
        String stem = name.substring(0, name.length() - extension.length());
        return cut(stem, (int) (rules.lengthBytesMax - MARK_BYTES_MAX - lengthBytes(extension)));
    }

    /** Equal for names that the file system takes for the same. */
    static String folded(String name, NamingRules rules) {
        if (!rules.caseless) {
            return name;
        }
        // Upper case first: it joins what has one capital but two small letters, as the two sigmas.
        String caseless = Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(caseless, Normalizer.Form.NFC);
    }

    /** Cuts the stem so that the extension stays. */
    private static String shortened(String name, int bytesMax) {
        if (lengthBytes(name) <= bytesMax) {
            return name;
        }
        String extension = extension(name);
        return cut(name.substring(0, name.length() - extension.length()), (int) (bytesMax - lengthBytes(extension))) + extension;
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.length() - dot <= EXTENSION_MAX_CHARS ? name.substring(dot) : "";
    }

    private static String cut(String text, int bytesMax) {
        long bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            bytes += lengthBytes(point);
            if (bytes > bytesMax) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    private static long lengthBytes(String text) {
        return text.codePoints().mapToLong(SafeName::lengthBytes).sum();
    }

    /** In UTF-8. */
    private static int lengthBytes(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
}
