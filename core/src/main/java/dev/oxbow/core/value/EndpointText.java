package dev.oxbow.core.value;

/** The textual forms of IP addresses: dotted quads, and IPv6 as RFC 5952 writes it. */
final class EndpointText {
    private static final int IPV6_GROUPS = 8;

    private EndpointText() {
    }

    static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("expected ADDRESS:PORT");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        byte[] address = bracketed ? ipv6(host.substring(1, host.length() - 1)) : ipv4(host);
        return Endpoint.of(address, number(text.substring(colon + 1), 10, 0xffff));
    }

    static byte[] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != Endpoint.IPV4_LENGTH_BYTES) {
            throw new IllegalArgumentException("not an IPv4 address");
        }
        byte[] out = new byte[Endpoint.IPV4_LENGTH_BYTES];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) number(parts[i], 10, 0xff);
        }
        return out;
    }

    static byte[] ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            throw new IllegalArgumentException("not an IPv6 address");
        }
        byte[] out = new byte[Endpoint.IPV6_LENGTH_BYTES];
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
        byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
        int length = head.length + tail.length;
        if (gap < 0 ? length != out.length : length > out.length - 2) {
            throw new IllegalArgumentException("not an IPv6 address");
        }
        System.arraycopy(head, 0, out, 0, head.length);
        System.arraycopy(tail, 0, out, out.length - tail.length, tail.length);
        return out;
    }

    private static byte[] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        boolean quad = parts[parts.length - 1].indexOf('.') >= 0;
        int groupCount = quad ? parts.length - 1 : parts.length;
        if (groupCount + (quad ? 2 : 0) > IPV6_GROUPS) {
            throw new IllegalArgumentException("not an IPv6 address");
        }
        byte[] out = new byte[groupCount * 2 + (quad ? 4 : 0)];
        for (int i = 0; i < groupCount; i++) {
            int value = number(parts[i], 16, 0xffff);
            out[2 * i] = (byte) (value >>> 8);
            out[2 * i + 1] = (byte) value;
        }
        if (quad) {
            System.arraycopy(ipv4(parts[groupCount]), 0, out, groupCount * 2, 4);
        }
        return out;
    }

    private static int number(String text, int radix, int max) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> Character.digit(c, radix) >= 0 && c < 128);
        int value = digits ? Integer.parseInt(text, radix) : -1;
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("not a number from 0 to " + max);
        }
        return value;
    }

    static String host(ByteString address) {
        StringBuilder out = new StringBuilder();
        if (address.length() == Endpoint.IPV4_LENGTH_BYTES) {
            for (int i = 0; i < address.length(); i++) {
                out.append(i == 0 ? "" : ".").append(address.byteAt(i) & 0xff);
            }
            return out.toString();
        }
        int[] zeros = longestZeroRun(address);
        for (int i = 0; i < IPV6_GROUPS; i++) {
            if (i == zeros[0]) {
                out.append("::");
                i += zeros[1] - 1;
            } else {
                out.append(out.length() == 0 || out.charAt(out.length() - 1) == ':' ? "" : ":").append(Integer.toHexString(group(address, i)));
            }
        }
        return out.toString();
    }

    private static int[] longestZeroRun(ByteString address) {
        int bestStart = -1;
        int bestLength = 1; // RFC 5952: a single zero group is not shortened
        for (int i = 0; i < IPV6_GROUPS; i++) {
            int length = 0;
            while (i + length < IPV6_GROUPS && group(address, i + length) == 0) {
                length++;
            }
            if (length > bestLength) {
                bestStart = i;
                bestLength = length;
            }
        }
        return new int[] {bestStart, bestLength};
    }

    private static int group(ByteString address, int index) {
        return (address.byteAt(2 * index) & 0xff) << 8 | address.byteAt(2 * index + 1) & 0xff;
    }
}
