package dev.oxbow.core.tracker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * BEP 41: options behind an announce request. The one there is, URL data, carries path and query of the announce URL, so that a tracker
 * that knows its users by their URL knows them over UDP too.
 *
 * <pre>
 * 00              end of options
 * 01              nothing
 * 02 length data  URL data, in as many options as it needs; other types have the same form
 * </pre>
 */
final class UrlDataOption {
    private static final int END_OF_OPTIONS = 0;
    private static final int NOTHING = 1;
    private static final int URL_DATA = 2;
    private static final int DATA_LENGTH_BYTES_MAX = 255;

    private UrlDataOption() {
    }

    /** @param urlData in ASCII; empty gives no option at all */
    static byte[] encode(String urlData) {
        byte[] data = urlData.getBytes(StandardCharsets.US_ASCII);
        int optionCount = (data.length + DATA_LENGTH_BYTES_MAX - 1) / DATA_LENGTH_BYTES_MAX;
        ByteBuffer out = ByteBuffer.allocate(data.length + 2 * optionCount);
        for (int at = 0; at < data.length; at += DATA_LENGTH_BYTES_MAX) {
            int length = Math.min(DATA_LENGTH_BYTES_MAX, data.length - at);
            out.put((byte) URL_DATA).put((byte) length).put(data, at, length);
        }
        return out.array();
    }

    /** The URL data of the options at the buffer's position, up to where they end or make no sense. Other options are passed over. */
    static String decode(ByteBuffer options) {
        StringBuilder urlData = new StringBuilder();
        while (options.hasRemaining()) {
            int type = options.get();
            if (type == NOTHING) {
                continue;
            }
            int length = type == END_OF_OPTIONS || !options.hasRemaining() ? -1 : options.get() & 0xff;
            if (length < 0 || length > options.remaining()) {
                break;
            }
            byte[] data = new byte[length];
            options.get(data);
            if (type == URL_DATA && urlData.length() + length <= UdpTrackerUrl.URL_DATA_LENGTH_MAX) {
                urlData.append(new String(data, StandardCharsets.ISO_8859_1));
            }
        }
        return urlData.toString();
    }
}
