package dev.oxbow.core.krpc;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes messages as BEP 5 lays them out: canonical bencode, and no key that says nothing. */
public final class KrpcEncoder {
    /** BEP 32: no datagram that is sent carries more. */
    public static final int PACKET_LENGTH_BYTES_MAX = 1024;
    private static final BencodeValue YES = new BInteger(1);

    private KrpcEncoder() {
    }

    public static byte[] encode(KrpcMessage message) {
        Map<String, BencodeValue> top = new TreeMap<>();
        top.put("t", new BString(message.transaction()));
        if (message instanceof KrpcQuery query) {
            query(query, top);
        } else if (message instanceof KrpcResponse response) {
            response(response, top);
        } else if (message instanceof KrpcError error) {
            top.put("y", BString.of("e"));
            top.put("e", new BList(List.of(new BInteger(error.code()), BString.of(error.text()))));
        }
        return BencodeWriter.write(BDictionary.of(top));
    }

    private static void query(KrpcQuery query, Map<String, BencodeValue> top) {
        Map<String, BencodeValue> arguments = new TreeMap<>();
        arguments.put("id", new BString(query.id().bytes()));
        if (query.question() instanceof Question.FindNode findNode) {
            arguments.put("target", new BString(findNode.target().bytes()));
            want(findNode.want(), arguments);
        } else if (query.question() instanceof Question.GetPeers getPeers) {
            arguments.put("info_hash", new BString(getPeers.infoHash().bytes()));
            want(getPeers.want(), arguments);
            flag("noseed", getPeers.noSeed(), arguments);
            flag("scrape", getPeers.scrape(), arguments);
        } else if (query.question() instanceof Question.AnnouncePeer announce) {
            arguments.put("info_hash", new BString(announce.infoHash().bytes()));
            arguments.put("port", new BInteger(announce.port()));
            arguments.put("token", new BString(announce.token()));
            flag("implied_port", announce.impliedPort(), arguments);
            flag("seed", announce.seed(), arguments);
        }
        top.put("y", BString.of("q"));
        top.put("q", BString.of(query.question().method()));
        top.put("a", BDictionary.of(arguments));
        flag("ro", query.readOnly(), top);
    }

    private static void want(Want want, Map<String, BencodeValue> arguments) {
        List<BencodeValue> families = new ArrayList<>();
        if (want.nodes4()) {
            families.add(BString.of("n4"));
        }
        if (want.nodes6()) {
            families.add(BString.of("n6"));
        }
        if (!families.isEmpty()) {
            arguments.put("want", new BList(families));
        }
    }

    private static void flag(String key, boolean set, Map<String, BencodeValue> target) {
        if (set) {
            target.put(key, YES);
        }
    }

    private static void response(KrpcResponse response, Map<String, BencodeValue> top) {
        Map<String, BencodeValue> values = new TreeMap<>();
        values.put("id", new BString(response.id().bytes()));
        response.nodes().ifPresent(nodes -> values.put("nodes", new BString(CompactNodes.encode(nodes, false))));
        response.nodes6().ifPresent(nodes -> values.put("nodes6", new BString(CompactNodes.encode(nodes, true))));
        if (!response.values().isEmpty()) {
            List<BencodeValue> peers = new ArrayList<>();
            for (Endpoint peer : response.values()) {
                peers.add(new BString(CompactNodes.encode(peer)));
            }
            values.put("values", new BList(peers));
        }
        string("token", response.token(), values);
        response.filters().ifPresent(filters -> {
            values.put("BFsd", new BString(filters.seeds().bits()));
            values.put("BFpe", new BString(filters.peers().bits()));
        });
        top.put("y", BString.of("r"));
        top.put("r", BDictionary.of(values));
        response.yourEndpoint().ifPresent(endpoint -> top.put("ip", new BString(CompactNodes.encode(endpoint))));
    }

    private static void string(String key, ByteString bytes, Map<String, BencodeValue> target) {
        if (bytes.length() > 0) {
            target.put(key, new BString(bytes));
        }
    }
}
