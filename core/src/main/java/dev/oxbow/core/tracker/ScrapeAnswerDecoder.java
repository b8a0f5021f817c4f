package dev.oxbow.core.tracker;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.tracker.ScrapeAnswer.Answered;
import dev.oxbow.core.tracker.ScrapeAnswer.Malformed;
import dev.oxbow.core.tracker.ScrapeAnswer.Refused;
import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the answer to a scrape (BEP 48), with the same patience and bounds as {@link AnnounceAnswerDecoder}. */
public final class ScrapeAnswerDecoder {
    public static final int LENGTH_BYTES_MAX = AnswerReader.LENGTH_BYTES_MAX;

    private ScrapeAnswerDecoder() {
    }

    /** @param body as it came, decompressed */
    public static ScrapeAnswer decode(byte[] body) {
        Optional<BDictionary> read = AnswerReader.dictionary(body);
        if (read.isEmpty()) {
            return new Malformed(AnswerReader.complaint(body));
        }
        Optional<BDictionary> files = read.get().dictionary("files");
        Optional<String> refusal = AnswerReader.failureReason(read.get());
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        return files.isEmpty() ? new Malformed("the tracker's answer names no torrents") : new Answered(swarms(files.get()));
    }

    private static List<SwarmCounts> swarms(BDictionary files) {
        List<SwarmCounts> swarms = new ArrayList<>();
        for (Map.Entry<ByteString, BencodeValue> file : files.entries().entrySet()) {
            if (file.getKey().length() == InfoHash.LENGTH_BYTES && file.getValue() instanceof BDictionary counts) {
                swarms.add(new SwarmCounts(new InfoHash(file.getKey()), AnswerReader.number(counts, "complete"),
                        AnswerReader.number(counts, "incomplete"), AnswerReader.number(counts, "downloaded")));
            }
        }
        return swarms;
    }
}
