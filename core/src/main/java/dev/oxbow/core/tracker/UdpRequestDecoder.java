package dev.oxbow.core.tracker;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads what clients send to a UDP tracker (BEP 15), laid out as {@link UdpRequestEncoder} shows. */
public final class UdpRequestDecoder {
    private UdpRequestDecoder() {
    }

    /** @return empty for a datagram of some other protocol, which should not be answered at all */
    public static Optional<UdpRequest> decode(byte[] datagram) {
        if (datagram.length < UdpProtocol.REQUEST_HEAD_LENGTH_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(datagram);
        long connectionId = in.getLong();
        int action = in.getInt();
        int transactionId = in.getInt();
        return switch (action) {
            case UdpProtocol.CONNECT -> connectionId == UdpProtocol.PROTOCOL_ID
                    ? Optional.of(new UdpRequest.Connect(transactionId)) : Optional.empty();
            case UdpProtocol.ANNOUNCE -> Optional.of(announce(connectionId, transactionId, in));
            case UdpProtocol.SCRAPE -> Optional.of(scrape(connectionId, transactionId, in));
            default -> Optional.of(new UdpRequest.Malformed(connectionId, transactionId, "there is no such action"));
        };
    }

    private static UdpRequest announce(long connectionId, int transactionId, ByteBuffer in) {
        if (in.limit() < UdpProtocol.ANNOUNCE_REQUEST_LENGTH_BYTES) {
            return new UdpRequest.Malformed(connectionId, transactionId, "the announce ends too early");
        }
        InfoHash infoHash = new InfoHash(bytes(in, InfoHash.LENGTH_BYTES));
        PeerId peerId = new PeerId(bytes(in, PeerId.LENGTH_BYTES));
        long downloadedBytes = Math.max(0, in.getLong());
        long leftBytes = Math.max(AnnounceAnswer.UNKNOWN, in.getLong());
        long uploadedBytes = Math.max(0, in.getLong());
        String event = UdpEvents.name(in.getInt());
        String ip = ip(bytes(in, Endpoint.IPV4_LENGTH_BYTES));
        String key = HexFormat.of().toHexDigits(in.getInt());
        int peersWanted = Math.max(AnnounceAnswer.UNKNOWN, in.getInt());
        int port = in.getShort() & 0xffff;
        AnnounceRequest request = new AnnounceRequest(infoHash, peerId, port, uploadedBytes, downloadedBytes, leftBytes, event, true, true,
                ip, peersWanted, key, "");
        return new UdpRequest.Announce(connectionId, transactionId, request, UrlDataOption.decode(in));
    }

    private static String ip(ByteString address) {
        boolean none = address.equals(ByteString.wrap(new byte[Endpoint.IPV4_LENGTH_BYTES]));
        return none ? "" : new Endpoint(address, 0).host();
    }

    private static UdpRequest scrape(long connectionId, int transactionId, ByteBuffer in) {
        List<InfoHash> infoHashes = new ArrayList<>();
        while (in.remaining() >= InfoHash.LENGTH_BYTES && infoHashes.size() < UdpProtocol.SCRAPE_HASHES_MAX) {
            infoHashes.add(new InfoHash(bytes(in, InfoHash.LENGTH_BYTES)));
        }
        return infoHashes.isEmpty() ? new UdpRequest.Malformed(connectionId, transactionId, "the scrape names no torrent")
                : new UdpRequest.Scrape(connectionId, transactionId, infoHashes);
    }

    private static ByteString bytes(ByteBuffer in, int lengthBytes) {
        byte[] out = new byte[lengthBytes];
        in.get(out);
        return ByteString.wrap(out);
    }
}
