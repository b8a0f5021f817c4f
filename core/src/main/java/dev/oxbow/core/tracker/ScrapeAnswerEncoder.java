package dev.oxbow.core.tracker;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.tracker.ScrapeAnswer.Answered;
import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.value.ByteString;
import java.util.Map;
import java.util.TreeMap;

/** Writes the answer to a scrape (BEP 48), for a tracker. A refusal is written as for an announce. */
public final class ScrapeAnswerEncoder {
    private ScrapeAnswerEncoder() {
    }

    /** @param answer with every count known */
    public static byte[] encode(Answered answer) {
        TreeMap<ByteString, BencodeValue> files = new TreeMap<>();
        for (SwarmCounts swarm : answer.swarms()) {
            Map<String, BencodeValue> counts = new TreeMap<>();
            counts.put("complete", new BInteger(swarm.seedCount()));
            counts.put("downloaded", new BInteger(swarm.completedCount()));
            counts.put("incomplete", new BInteger(swarm.leecherCount()));
            files.put(swarm.infoHash().bytes(), BDictionary.of(counts));
        }
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("files", new BDictionary(files));
        return BencodeWriter.write(BDictionary.of(out));
    }
}
