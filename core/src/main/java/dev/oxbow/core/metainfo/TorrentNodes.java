package dev.oxbow.core.metainfo;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.value.Text;
import java.util.ArrayList;
import java.util.List;

/** The nodes of the DHT that a torrent file names to begin with (BEP 5, torrent file extensions). */
final class TorrentNodes {
    private static final int NODES_MAX = 16;
    private static final int HOST_CHARS_MAX = 253;
    private static final int PORT_MAX = 0xffff;

    private TorrentNodes() {
    }

    /** As {@code host:port}, with brackets around an IPv6 address; what is malformed is left out. */
    static List<String> of(BDictionary torrentFile) {
        List<String> out = new ArrayList<>();
        for (BencodeValue node : torrentFile.list("nodes").orElse(List.of())) {
            if (out.size() < NODES_MAX && node instanceof BList pair && pair.items().size() == 2
                    && pair.items().get(0) instanceof BString host && pair.items().get(1) instanceof BInteger port) {
                add(host.bytes().utf8(), port.value(), out);
            }
        }
        return out;
    }

    private static void add(String host, long port, List<String> out) {
        boolean usable = !host.isBlank() && host.length() <= HOST_CHARS_MAX && host.equals(Text.printable(host, HOST_CHARS_MAX));
        if (usable && port > 0 && port <= PORT_MAX) {
            out.add((host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port);
        }
    }
}
