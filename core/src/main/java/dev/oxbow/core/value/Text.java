package dev.oxbow.core.value;

/** Makes text from outside fit to be shown: no control or formatting characters, no unpaired surrogates, and not too long. */
public final class Text {
    private static final char REPLACEMENT = '\uFFFD';

    private Text() {
    }

    /** At most {@code charsMax} characters; what cannot be shown becomes U+FFFD. */
    public static String printable(String text, int charsMax) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), charsMax));
        for (int i = 0; i < text.length() && out.length() < charsMax; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isShowable(point)) {
                out.appendCodePoint(point);
            } else {
                out.append(REPLACEMENT);
            }
        }
        return out.toString();
    }

    /** Whether the character shows as itself and changes nothing around it. */
    public static boolean isShowable(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR && type != Character.UNASSIGNED
                && type != Character.PRIVATE_USE;
    }
}
