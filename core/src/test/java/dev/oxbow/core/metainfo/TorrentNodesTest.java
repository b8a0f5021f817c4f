package dev.oxbow.core.metainfo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorrentNodesTest {
    private static List<String> of(String nodes) throws BencodeException {
        byte[] torrent = ("d4:infod4:name1:xe" + nodes + "e").getBytes(StandardCharsets.ISO_8859_1);
        return TorrentNodes.of((BDictionary) BencodeReader.readTorrent(torrent).value());
    }

    @Test
    void readsHostsAndPorts() throws BencodeException {
        assertEquals(List.of("127.0.0.1:6881", "router.example:4804", "[2001:db8::1]:1"),
                of("5:nodesll9:127.0.0.1i6881eel14:router.examplei4804eel11:2001:db8::1i1eee"));
        assertEquals(List.of(), of(""));
    }

    @Test
    void leavesOutWhatIsMalformed() throws BencodeException {
        assertEquals(List.of("a:1"), of("5:nodesl1:al1:ael1:ai0eel1:ai65536eeli1e1:ael0:i1eel2:\u001bai1eel1:ai1eee"));
        assertEquals(List.of(), of("5:nodesi1e"));
    }

    @Test
    void readsNoMoreThanAFew() throws BencodeException {
        assertEquals(16, of("5:nodesl" + "l1:ai1ee".repeat(100) + "e").size());
    }
}
