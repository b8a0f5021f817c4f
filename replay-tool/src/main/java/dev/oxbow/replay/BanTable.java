package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.swarm.Ban;
import dev.oxbow.core.value.Bitfield;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whom a session has banned, and the entries of its journal that prove it. */
public final class BanTable {
    private BanTable() {
    }

    /** One object for each ban that held at the journal's end, oldest first. */
    public static List<ObjectNode> of(Path sessionDirectory) throws IOException {
        try (Replay replay = new Replay(sessionDirectory)) {
            while (replay.fold().isPresent()) {
                // to the end
            }
            List<ObjectNode> out = new ArrayList<>();
            for (Ban ban : replay.state().bans().active(replay.state().timeNs())) {
                out.add(json(replay.state(), ban));
            }
            return out;
        }
    }

    private static ObjectNode json(SessionState state, Ban ban) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("peer", ban.endpoint().toString());
        out.put("wholeAddress", ban.wholeAddress());
        out.put("reason", ban.reason().name());
        out.put("detail", ban.detail());
        out.put("torrent", state.torrent(ban.torrentId()).map(torrent -> torrent.spec().infoHash().toString()).orElse(null));
        out.put("pieceIndex", ban.pieceIndex());
        ArrayNode blocks = out.putArray("badBlocks");
        int blockCount = state.torrent(ban.torrentId()).map(torrent -> torrent.layout().blockCount(ban.pieceIndex())).orElse(ban.badBlocks().length() * 8);
        Bitfield bad = Bitfield.fromWire(ban.badBlocks(), blockCount);
        for (int block = bad.nextPresent(0); block != Bitfield.NONE; block = bad.nextPresent(block + 1)) {
            blocks.add(block);
        }
        ArrayNode evidence = out.putArray("evidence");
        evidence.add(ban.badSequence());
        if (ban.goodSequence() >= 0) {
            evidence.add(ban.goodSequence());
        }
        out.put("until", EntryJson.time(ban.untilNs()));
        return out;
    }

    /** The entries that the ban rests on, as far as the journal still has them. */
    public static List<ObjectNode> evidence(Path sessionDirectory, ObjectNode ban) throws IOException {
        Set<Long> wanted = new TreeSet<>();
        ban.get("evidence").forEach(sequence -> wanted.add(sequence.asLong()));
        List<ObjectNode> out = new ArrayList<>();
        try (Replay replay = new Replay(sessionDirectory)) {
            for (var step = replay.step(); step.isPresent() && out.size() < wanted.size(); step = replay.step()) {
                if (wanted.contains(step.get().record().sequence())) {
                    out.add(atBlock(step.get().json(), step.get().record().entry(), ban.get("badBlocks").path(0).asInt()));
                }
            }
        }
        return out;
    }

    /** Of a run of blocks the one that matters. */
    private static ObjectNode atBlock(ObjectNode json, Entry entry, int blockIndex) {
        if (entry instanceof PeerEvent.BlocksReceived run && blockIndex >= run.firstBlock() && blockIndex < run.firstBlock() + run.blockCount()) {
            json.put("blockIndex", blockIndex);
            json.put("crc32c", run.blocks().get(blockIndex - run.firstBlock()).crc32c());
        }
        return json;
    }
}
