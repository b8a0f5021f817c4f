package dev.oxbow.replay.why;

import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.journal.JournalRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The newest entries about the disk, and what it has been told to do and has not reported yet. */
final class DiskFacts implements Story.Collector {
    /** One thing that the disk is to do. */
    private record Work(int torrentId, String what, long number) {
    }

    private final Map<Work, Facts.Fact> pending = new LinkedHashMap<>();
    private final Map<Integer, Facts.Fact> refusals = new HashMap<>();
    private final Map<Integer, Facts.Fact> probes = new HashMap<>();
    private final Map<Integer, Facts.Fact> doubts = new HashMap<>();

    @Override
    public void take(JournalRecord record, SessionState before) {
        Entry entry = record.entry();
        if (entry instanceof StorageEvent it) {
            took(record, it);
        } else if (entry instanceof StorageCommand it) {
            told(record, it);
        } else if (entry instanceof SessionCommand.DistrustPieces it) {
            doubts.put(it.torrentId(), Facts.fact(record, ""));
        } else if (entry instanceof CheckpointEvent.CheckpointStarted) {
            pending.clear();
        }
    }

    private void told(JournalRecord record, StorageCommand command) {
        if (command instanceof StorageCommand.WriteBlock it) {
            pending.putIfAbsent(writing(it.torrentId(), it.pieceIndex(), it.blockIndex()),
                    Facts.fact(record, "writing block " + it.blockIndex() + " of piece " + it.pieceIndex()));
        } else if (command instanceof StorageCommand.WriteBlocks run) {
            run.each().forEach(block -> told(record, block));
        } else if (command instanceof StorageCommand.VerifyPiece it && it.reason() == VerifyReason.DOWNLOADED) {
            pending.putIfAbsent(new Work(it.torrentId(), "hash", it.pieceIndex()), Facts.fact(record, "hashing piece " + it.pieceIndex()));
        } else if (command instanceof StorageCommand.SyncFiles it) {
            pending.putIfAbsent(new Work(it.torrentId(), "sync", it.operationId()), Facts.fact(record, "a sync of the files"));
        }
    }

    private void took(JournalRecord record, StorageEvent event) {
        if (event instanceof StorageEvent.BlocksWritten it) {
            for (int block = it.firstBlock(); block < it.firstBlock() + it.blockCount(); block++) {
                pending.remove(writing(it.torrentId(), it.pieceIndex(), block));
            }
        } else if (event instanceof StorageEvent.BlockWriteFailed it) {
            pending.remove(writing(it.torrentId(), it.pieceIndex(), it.blockIndex()));
            refusals.put(it.torrentId(), Facts.fact(record, it.detail()));
        } else if (event instanceof StorageEvent.PieceVerified it) {
            pending.remove(new Work(it.torrentId(), "hash", it.pieceIndex()));
        } else if (event instanceof StorageEvent.PieceHashMismatched it) {
            pending.remove(new Work(it.torrentId(), "hash", it.pieceIndex()));
        } else if (event instanceof StorageEvent.PieceReadFailed it) {
            pending.remove(new Work(it.torrentId(), "hash", it.pieceIndex()));
            refusals.put(it.torrentId(), Facts.fact(record, it.detail()));
        } else if (event instanceof StorageEvent.FilesSynced it) {
            pending.remove(new Work(it.torrentId(), "sync", it.operationId()));
        } else if (event instanceof StorageEvent.SyncFailed it) {
            pending.remove(new Work(it.torrentId(), "sync", it.operationId()));
            refusals.put(it.torrentId(), Facts.fact(record, it.detail()));
        } else if (event instanceof StorageEvent.FilesOpenFailed it) {
            refusals.put(it.torrentId(), Facts.fact(record, it.detail()));
        } else if (event instanceof StorageEvent.BlockReadFailed it) {
            refusals.put(it.torrentId(), Facts.fact(record, it.detail()));
        } else if (event instanceof StorageEvent.SpaceProbed it) {
            probes.put(it.torrentId(), Facts.fact(record, Words.bytes(it.freeBytes()) + " free"));
        }
    }

    private static Work writing(int torrentId, int piece, int block) {
        return new Work(torrentId, "write", (long) piece << 32 | block);
    }

    /** What the disk has worked on for the longest and is not done with. */
    Optional<Facts.Fact> oldestPending(Torrent torrent) {
        return pending.entrySet().stream().filter(it -> it.getKey().torrentId() == torrent.torrentId()).map(Map.Entry::getValue).findFirst();
    }

    /** When the disk last refused something. */
    Facts.Fact refusal(Torrent torrent) {
        return refusals.getOrDefault(torrent.torrentId(), Facts.Fact.NONE);
    }

    /** When it was last looked how much room there is, and what was found. */
    Facts.Fact probe(Torrent torrent) {
        return probes.getOrDefault(torrent.torrentId(), Facts.Fact.NONE);
    }

    /** When it was last decided that something on disk must be hashed. */
    Facts.Fact doubt(Torrent torrent) {
        return doubts.getOrDefault(torrent.torrentId(), Facts.Fact.NONE);
    }
}
