package dev.oxbow.replay.export;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A pcapng file (draft-ietf-opsawg-pcapng) of bare IP packets, little-endian:
 *
 * <pre>
 *  block: | type (4) | length (4) | body, padded to 4 | length (4) |
 *  option: | code (2) | length (2) | value, padded to 4 |
 * </pre>
 */
final class PcapngFile implements Closeable {
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int LINKTYPE_RAW = 101;
    private static final int OPTION_COMMENT = 1;
    private static final int OPTION_USER_APPLICATION = 4;
    private static final int OPTION_NAME = 2;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int COMMENT_MAX_BYTES = 4000;

    private final OutputStream out;

    PcapngFile(Path file, String comment) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        section.write(little(16).putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1).array());
        option(section, OPTION_COMMENT, utf8(comment));
        option(section, OPTION_USER_APPLICATION, utf8("Oxbow"));
        block(SECTION_HEADER, section);
        ByteArrayOutputStream link = new ByteArrayOutputStream();
        link.write(little(8).putShort((short) LINKTYPE_RAW).putShort((short) 0).putInt(0).array());
        option(link, OPTION_NAME, utf8("oxbow journal"));
        option(link, OPTION_TIME_RESOLUTION, new byte[] {9}); // nanoseconds
        block(INTERFACE_DESCRIPTION, link);
    }

    /** @param lengthBytes of the whole packet, of which {@code bytes} is the beginning */
    void packet(long timeNs, byte[] bytes, int lengthBytes, List<String> comments) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes.length + 64);
        body.write(little(20).putInt(0).putInt((int) (timeNs >>> 32)).putInt((int) timeNs).putInt(bytes.length).putInt(lengthBytes)
                .array());
        body.write(bytes);
        pad(body);
        for (String comment : comments) {
            option(body, OPTION_COMMENT, utf8(comment));
        }
        block(ENHANCED_PACKET, body);
    }

    private void block(int type, ByteArrayOutputStream body) throws IOException {
        option(body, 0, new byte[0]); // the end of options
        int length = 12 + body.size();
        out.write(little(8).putInt(type).putInt(length).array());
        body.writeTo(out);
        out.write(little(4).putInt(length).array());
    }

    private static void option(ByteArrayOutputStream to, int code, byte[] value) throws IOException {
        to.write(little(4).putShort((short) code).putShort((short) value.length).array());
        to.write(value);
        pad(to);
    }

    private static void pad(ByteArrayOutputStream to) {
        while (to.size() % 4 != 0) {
            to.write(0);
        }
    }

    private static byte[] utf8(String text) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        return all.length <= COMMENT_MAX_BYTES ? all : Arrays.copyOf(all, COMMENT_MAX_BYTES);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
