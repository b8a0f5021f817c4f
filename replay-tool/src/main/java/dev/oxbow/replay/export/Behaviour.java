package dev.oxbow.replay.export;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.Text;
import dev.oxbow.journal.JournalRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a peer did on one connection, as lines of a script: see docs/replaying.md. */
final class Behaviour {
    private static final int KEPT_MAX = 100_000;
    private static final int CLIENT_MAX_CHARS = 60;
    private static final int ID_PREFIX_CHARS = 8;
    /** What is not answered in so long is not going to be. */
    private static final long IGNORED_NS = 30_000_000_000L;

    /** @param crc meaningful for {@code answer} only */
    private record Answer(String kind, long afterNs, int pieceIndex, int blockIndex, int crc) {
    }

    private final PeerSession session;
    private final Optional<PieceLayout> layout;
    private final Map<Long, Long> askedNs = new LinkedHashMap<>();
    private final Map<Long, Long> cancelledNs = new HashMap<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Set<Integer> failedAlone = new HashSet<>();
    private final ScriptLines timed = new ScriptLines();
    private final Map<String, Long> anchorNs = new LinkedHashMap<>();
    private String has = "";
    private long reserved;
    private long firstNs = -1;
    private long lastNs;
    private long messages;
    private long broken;
    private long answeredNs;

    Behaviour(PeerSession session, Optional<PieceLayout> layout) {
        this.session = session;
        this.layout = layout;
    }

    static long key(int pieceIndex, int blockIndex) {
        return (long) pieceIndex << 32 | blockIndex;
    }

    long messageCount() {
        return messages;
    }

    /** A piece of which it sent all had the wrong hash. */
    void failed(int pieceIndex) {
        failedAlone.add(pieceIndex);
    }

    void ended(long timeNs) {
        lastNs = timeNs;
    }

    void take(JournalRecord record, PeerSession now) {
        Entry entry = record.entry();
        lastNs = record.timeNs();
        if (entry instanceof ConnectionEvent.HandshakeReceived it) {
            firstNs = record.timeNs();
            anchorNs.put("met", firstNs);
            reserved = it.reservedBits();
        } else if (entry instanceof ConnectionEvent.ProtocolViolated) {
            broken++;
        } else if (firstNs >= 0 && messages < KEPT_MAX) {
            ours(entry, record.timeNs());
            theirs(entry, record.timeNs(), now);
        }
    }

    private void ours(Entry entry, long timeNs) {
        if (entry instanceof PeerCommand.SendInterested) {
            anchorNs.putIfAbsent("interested", timeNs);
        } else if (entry instanceof PeerCommand.Unchoke) {
            anchorNs.putIfAbsent("unchoked", timeNs);
        } else if (entry instanceof PeerCommand.RequestBlocks it) {
            for (int block = it.firstBlock(); block < it.firstBlock() + it.blockCount(); block++) {
                askedNs.put(key(it.pieceIndex(), block), timeNs);
            }
        } else if (entry instanceof PeerCommand.CancelBlocks it) {
            for (int block = it.firstBlock(); block < it.firstBlock() + it.blockCount(); block++) {
                Long since = askedNs.remove(key(it.pieceIndex(), block));
                if (since != null) {
                    cancelledNs.put(key(it.pieceIndex(), block), since);
                }
            }
        }
    }

    private void theirs(Entry entry, long timeNs, PeerSession now) {
        if (!(entry instanceof PeerEvent) || entry instanceof PeerEvent.BlockSent || entry instanceof PeerEvent.BlocksSent) {
            return;
        }
        if (entry instanceof PeerEvent.BlocksReceived run) {
            run.each().forEach(block -> theirs(block, timeNs, now));
            return;
        }
        if (entry instanceof PeerEvent.RequestsReceived run) {
            run.each().forEach(request -> theirs(request, timeNs, now));
            return;
        }
        messages++;
        if (entry instanceof PeerEvent.BlockReceived it) {
            Long since = asked(key(it.pieceIndex(), it.blockIndex()));
            if (since == null) {
                timed.add("met", timeNs - firstNs, "block " + it.pieceIndex() + " " + it.blockIndex());
            } else {
                answers.add(new Answer("answer", served(since, timeNs), it.pieceIndex(), it.blockIndex(), it.crc32c()));
            }
        } else if (entry instanceof PeerEvent.RejectReceived it) {
            Long since = asked(key(it.pieceIndex(), it.offsetBytes() / PieceLayout.BLOCK_LENGTH_BYTES));
            if (since == null) {
                timed.add("met", timeNs - firstNs, "reject " + block(it.pieceIndex(), it.offsetBytes(), it.lengthBytes()));
            } else {
                answers.add(new Answer("reject", served(since, timeNs), it.pieceIndex(), 0, 0));
            }
        } else if (entry instanceof PeerEvent.RequestReceived it) {
            at("unchoked", timeNs, "request " + block(it.pieceIndex(), it.offsetBytes(), it.lengthBytes()));
        } else if (entry instanceof PeerEvent.CancelReceived it) {
            at("unchoked", timeNs, "cancel " + block(it.pieceIndex(), it.offsetBytes(), it.lengthBytes()));
        } else {
            plain(entry, timeNs, now);
        }
    }

    /** When it was asked; a cancel may come too late. */
    private Long asked(long key) {
        Long since = askedNs.remove(key);
        return since == null ? cancelledNs.remove(key) : since;
    }

    /** Answers come one after the other: since the one before, or since it was asked. */
    private long served(long askedAtNs, long timeNs) {
        long sinceNs = Math.max(askedAtNs, answeredNs);
        answeredNs = timeNs;
        return timeNs - sinceNs;
    }

    private void plain(Entry entry, long timeNs, PeerSession now) {
        if (entry instanceof PeerEvent.ChokeReceived) {
            at("interested", timeNs, "choke");
        } else if (entry instanceof PeerEvent.UnchokeReceived) {
            at("interested", timeNs, "unchoke");
        } else if (entry instanceof PeerEvent.InterestedReceived) {
            at("met", timeNs, "interested");
        } else if (entry instanceof PeerEvent.NotInterestedReceived) {
            at("met", timeNs, "not-interested");
        } else if (entry instanceof PeerEvent.KeepAliveReceived) {
            at("met", timeNs, "keep-alive");
        } else if (entry instanceof PeerEvent.HaveReceived it) {
            at("met", timeNs, "have " + it.pieceIndex());
        } else if (entry instanceof PeerEvent.AllowedFastReceived it) {
            at("met", timeNs, "allowed-fast " + it.pieceIndex());
        } else if (entry instanceof PeerEvent.HaveAllReceived && has.isEmpty()) {
            has = "all";
        } else if (entry instanceof PeerEvent.HaveNoneReceived && has.isEmpty()) {
            has = "none";
        } else if (entry instanceof PeerEvent.BitfieldReceived && has.isEmpty()) {
            int share = now.pieces().size() == 0 ? 0 : now.pieces().count() * 100 / now.pieces().size();
            has = share == 100 ? "all" : share + "%";
        }
    }

    /** A piece and a block of it, or a piece, an offset and a length where those are no block's. */
    private String block(int piece, int offsetBytes, int lengthBytes) {
        int block = offsetBytes / PieceLayout.BLOCK_LENGTH_BYTES;
        boolean whole = offsetBytes % PieceLayout.BLOCK_LENGTH_BYTES == 0 && layout.filter(it -> piece < it.pieceCount()
                && block < it.blockCount(piece) && it.blockLengthBytes(piece, block) == lengthBytes).isPresent();
        return piece + " " + (whole ? block : offsetBytes + " " + lengthBytes);
    }

    /** From the anchor on, if that has come; else from the handshake on. */
    private void at(String anchor, long timeNs, String what) {
        String from = anchorNs.containsKey(anchor) ? anchor : "met";
        timed.add(from, timeNs - anchorNs.get(from), what);
    }

    List<String> lines(Map<Long, Integer> rightCrcs) {
        List<String> out = new ArrayList<>(List.of("oxbow-peer 1", "# what " + session.endpoint() + " did on connection " + session.connectionId()
                + ", for 'oxbow selftest --peer'"));
        out.add("client " + Text.printable(session.client().isEmpty() ? "unknown" : session.client(), CLIENT_MAX_CHARS));
        session.peerId().ifPresent(id -> out.add("id " + idPrefix(id.bytes().toArray())));
        out.add("reserved " + String.format("%016x", reserved));
        out.add("has " + (has.isEmpty() ? "nothing-said" : has));
        out.add("lasted " + ScriptLines.ms(lastNs - firstNs));
        if (broken > 0) {
            out.add("# left out: " + broken + " messages that broke the format; the journal has no bytes of them");
        }
        out.addAll(timed.lines());
        ScriptLines answered = new ScriptLines();
        for (Answer it : answers) {
            answered.answer(isWrong(it, rightCrcs) ? "wrong" : it.kind, it.afterNs);
        }
        askedNs.values().stream().filter(since -> lastNs - since > IGNORED_NS).forEach(since -> answered.answer("ignore", 0));
        out.addAll(answered.lines());
        return out;
    }

    private boolean isWrong(Answer it, Map<Long, Integer> rightCrcs) {
        Integer right = rightCrcs.get(key(it.pieceIndex, it.blockIndex));
        return it.kind.equals("answer") && (right == null ? failedAlone.contains(it.pieceIndex) : right != it.crc);
    }

    private static String idPrefix(byte[] id) {
        String text = new String(id, 0, ID_PREFIX_CHARS, StandardCharsets.ISO_8859_1);
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f) ? text : "-XX0000-";
    }
}
