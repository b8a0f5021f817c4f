package dev.oxbow.net.portmap;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.Optional;

/**
 * The default route as Linux tells it in {@code /proc/net/route} and {@code /proc/net/ipv6_route}. No I/O.
 *
 * @param gateway       the next hop, 4 or 16 bytes
 * @param interfaceName where it is; link-local gateways, which IPv6 usually has, cannot be reached without it
 */
record DefaultRoute(ByteString gateway, String interfaceName) {
    private static final int UP = 1;
    private static final int VIA_GATEWAY = 2;
    private static final int LINES_MAX = 10_000;

    private record Candidate(DefaultRoute route, long metric) {
    }

    /** Columns: interface, destination, gateway, flags, references, use, metric, mask, … : numbers in the machine's own byte order. */
    static Optional<DefaultRoute> ipv4(String table, boolean littleEndian) {
        return best(table, columns -> {
            boolean isDefault = columns.length > 7 && isZeros(columns[1]) && isZeros(columns[7]) && columns[2].length() == 8;
            if (!isDefault || !usable(columns[3])) {
                return Optional.empty();
            }
            byte[] gateway = ByteString.ofHex(columns[2]).toArray();
            return Optional.of(new Candidate(new DefaultRoute(ByteString.wrap(littleEndian ? reversed(gateway) : gateway), columns[0]),
                    Long.parseLong(columns[6])));
        });
    }

    /** Columns: destination, its length, source, its length, next hop, metric, references, use, flags, interface; all hexadecimal. */
    static Optional<DefaultRoute> ipv6(String table) {
        return best(table, columns -> {
            boolean isDefault = columns.length > 9 && isZeros(columns[0]) && isZeros(columns[1]) && !isZeros(columns[4]);
            if (!isDefault || columns[4].length() != 2 * Endpoint.IPV6_LENGTH_BYTES || !usable(columns[8])) {
                return Optional.empty();
            }
            return Optional.of(new Candidate(new DefaultRoute(ByteString.ofHex(columns[4]), columns[9]), Long.parseLong(columns[5], 16)));
        });
    }

    private interface Row {
        Optional<Candidate> read(String[] columns);
    }

    /** The least metric wins, and of equals the first. */
    private static Optional<DefaultRoute> best(String table, Row row) {
        Optional<Candidate> best = Optional.empty();
        for (String line : table.lines().limit(LINES_MAX).toList()) {
            Optional<Candidate> found = read(row, line.strip().split("\\s+"));
            if (found.isPresent() && (best.isEmpty() || found.get().metric() < best.get().metric())) {
                best = found;
            }
        }
        return best.map(Candidate::route);
    }

    private static Optional<Candidate> read(Row row, String[] columns) {
        try {
            return row.read(columns);
        } catch (IllegalArgumentException notANumber) {
            return Optional.empty(); // a heading, or a kernel with other columns
        }
    }

    private static boolean usable(String flagsHex) {
        return (Long.parseLong(flagsHex, 16) & (UP | VIA_GATEWAY)) == (UP | VIA_GATEWAY);
    }

    private static boolean isZeros(String digits) {
        return !digits.isEmpty() && digits.chars().allMatch(c -> c == '0');
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }
}
