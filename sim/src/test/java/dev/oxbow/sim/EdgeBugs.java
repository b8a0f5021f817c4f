package dev.oxbow.sim;

import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.journal.JournalClock;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Sockets, disks and clocks that do, or say, something else than they should. */
final class EdgeBugs {
    private EdgeBugs() {
    }

    /** An edge never tells of something. */
    static Bug deafTo(Predicate<Event> what) {
        return new Bug() {
            @Override
            Optional<? extends Event> hears(SimNode node, Event event) {
                return what.test(event) ? Optional.empty() : Optional.of(event);
            }
        };
    }

    static Bug misdirectsWrites() {
        return new Bug() {
            @Override
            int writesAt(int block, int blockCount) {
                return block == 2 ? 1 : block;
            }
        };
    }

    static Bug sendsZeros() {
        return new Bug() {
            private int sent;

            @Override
            long sends(long content) {
                return ++sent % 20 == 0 ? Payload.NOTHING : content;
            }
        };
    }

    /** The last piece of a torrent is taken as it is. */
    static Bug lastPieceIsAlwaysRight() {
        return new Bug() {
            @Override
            Optional<? extends Event> hears(SimNode node, Event event) {
                return Optional.of(event instanceof StorageEvent.PieceHashMismatched it && isLast(node, it)
                        ? new StorageEvent.PieceVerified(it.torrentId(), it.pieceIndex()) : event);
            }
        };
    }

    private static boolean isLast(SimNode node, StorageEvent.PieceHashMismatched event) {
        return node.state().torrent(event.torrentId()).map(Torrent::layout).filter(it -> event.pieceIndex() == it.pieceCount() - 1).isPresent();
    }

    static Bug bootIdOfTheProcess() {
        return new Bug() {
            @Override
            String bootId(String real, long life) {
                return "process-" + life;
            }
        };
    }

    static Bug oneBootIdForEver() {
        return new Bug() {
            @Override
            String bootId(String real, long life) {
                return "boot-1";
            }
        };
    }

    static boolean isClock(Event event) {
        return event instanceof SessionEvent.ClockAdvanced;
    }

    static boolean isOwnFault(Event event) {
        return event instanceof StorageEvent.BlockCorrupted;
    }

    static Bug swallowsSyncErrors() {
        return new Bug() {
            @Override
            Optional<? extends Event> hears(SimNode node, Event event) {
                return Optional.of(event instanceof StorageEvent.SyncFailed it
                        ? new StorageEvent.FilesSynced(it.torrentId(), it.operationId(), node.disk().platter().stamps()) : event);
            }
        };
    }

    static Bug followsTheWallClock() {
        return new Bug() {
            @Override
            JournalClock clock(long notBeforeNs, long wallNs, LongSupplier monotonicNs) {
                return new JournalClock(0, wallNs, monotonicNs);
            }
        };
    }
}
