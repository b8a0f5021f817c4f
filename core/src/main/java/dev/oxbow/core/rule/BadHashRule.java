package dev.oxbow.core.rule;

import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.Sender;
import dev.oxbow.core.value.WebSeedId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules 15 to 18: wrong data, and who sent it. */
final class BadHashRule {
    private static final int GONE_MAX = 1000;

    private final Watch watch;
    private final FailedCopies failed = new FailedCopies();
    private final Recent<Long, Endpoint> gone = new Recent<>(GONE_MAX);

    BadHashRule(Watch watch) {
        this.watch = watch;
        watch.whenGone(line -> {
            if (line.us().asked().answeredCount() > 0) {
                gone.put(line.connectionId(), line.identity());
            }
        });
        watch.on(StorageEvent.PieceHashMismatched.class, event -> downloaded(event.torrentId(), event.pieceIndex())
                .filter(copy -> !copy.isOwnFault()).ifPresent(copy -> mismatched(event.torrentId(), copy)));
        watch.on(StorageEvent.PieceVerified.class, event -> downloaded(event.torrentId(), event.pieceIndex())
                .ifPresent(copy -> verified(event.torrentId(), copy)));
        watch.on(Kind.BLOCK, this::compare);
    }

    private Optional<PieceProgress> downloaded(int torrentId, int pieceIndex) {
        return watch.state().torrent(torrentId).map(Torrent::picker).filter(picker -> picker.isBegun(pieceIndex)).map(picker ->
                picker.progress(pieceIndex));
    }

    private Optional<Sender> identity(long connectionId) {
        if (WebSeedId.isNumber(connectionId)) {
            return Optional.of(WebSeedId.ofNumber(connectionId));
        }
        return watch.line(connectionId).map(Line::identity).or(() -> gone.find(connectionId)).map(Sender.class::cast);
    }

    private void mismatched(int torrentId, PieceProgress copy) {
        Map<Sender, List<Long>> senders = new LinkedHashMap<>();
        Map<Sender, Long> connections = new LinkedHashMap<>();
        for (int block = 0; block < copy.blockCount(); block++) {
            long writer = copy.writtenBy(block);
            long receivedAt = copy.receivedAt(block);
            if (writer != PieceProgress.NOBODY) {
                identity(writer).ifPresent(sender -> {
                    senders.computeIfAbsent(sender, unseen -> new ArrayList<>()).add(receivedAt);
                    connections.put(sender, writer);
                });
            }
        }
        failed.add(torrentId, copy, this::identity);
        boolean sole = copy.soleWriter() != PieceProgress.NOBODY;
        senders.forEach((sender, blocks) -> {
            String part = blocks.size() == copy.blockCount() ? "all of" : blocks.size() + " of " + copy.blockCount() + " blocks of";
            blocks.add(watch.sequence());
            charge(sole ? Code.BAD_HASH_SOLE : Code.BAD_HASH_SUSPECT, sender, connections.get(sender), torrentId,
                    part + " piece " + copy.pieceIndex() + " came from it, and the hash differs", blocks);
        });
    }

    private void verified(int torrentId, PieceProgress good) {
        List<FailedCopies.Sent> blocks = failed.of(torrentId, good.pieceIndex());
        Map<Sender, List<Long>> wrong = new LinkedHashMap<>();
        Map<Sender, Set<Integer>> wrongBlocks = new LinkedHashMap<>();
        Set<Sender> senders = new LinkedHashSet<>();
        for (FailedCopies.Sent block : good.isOwnFault() ? List.<FailedCopies.Sent>of() : blocks) {
            senders.add(block.sender());
            boolean comparable = good.writtenBy(block.blockIndex()) != PieceProgress.NOBODY;
            if (comparable && good.crc(block.blockIndex()) != block.crc()) {
                wrong.computeIfAbsent(block.sender(), unseen -> new ArrayList<>()).addAll(List.of(block.sequence(),
                        good.receivedAt(block.blockIndex())));
                wrongBlocks.computeIfAbsent(block.sender(), unseen -> new LinkedHashSet<>()).add(block.blockIndex());
            }
        }
        for (Sender sender : senders) {
            if (wrong.containsKey(sender)) {
                charge(Code.BAD_HASH_PROVEN, sender, connection(sender), torrentId, "its " + named(wrongBlocks.get(sender))
                        + " of piece " + good.pieceIndex()
                        + (wrongBlocks.get(sender).size() == 1 ? " differs" : " differ") + " from the copy that has the right hash",
                                wrong.get(sender));
            } else {
                watch.clear(Code.BAD_HASH_SUSPECT, named(sender, torrentId), "all that it sent of piece " + good.pieceIndex()
                        + " is the same in the copy that has the right hash");
            }
        }
        failed.forget(torrentId, good.pieceIndex());
    }

    private String named(Sender sender, int torrentId) {
        return sender instanceof WebSeedId id ? watch.state().torrent(torrentId).map(torrent -> torrent.webSeed(id).url())
                .orElse("a web seed") : sender.toString();
    }

    private static String named(Set<Integer> blocks) {
        return blocks.size() == 1 ? "block " + blocks.iterator().next() : blocks.size() + " blocks";
    }

    private long connection(Sender identity) {
        return watch.lines().stream().filter(line -> line.identity().equals(identity)).mapToLong(Line::connectionId).findFirst().orElse(0);
    }

    private void charge(Code code, Sender sender, long connectionId, int torrentId, String detail, List<Long> evidence) {
        Optional<Line> line = watch.line(connectionId).filter(it -> it.identity().equals(sender));
        if (line.isPresent()) {
            watch.charge(code, code.severity(), code.certainty(), line.get().peer(), detail, evidence);
        } else {
            watch.charge(code, code.severity(), code.certainty(), named(sender, torrentId), torrentId, detail, evidence);
        }
    }

    /** The same block twice, with other contents. */
    private void compare(Message message) {
        if (message.by().isUs()) {
            return;
        }
        Line line = message.line();
        for (FailedCopies.Sent block : failed.of(line.torrentId(), message.pieceIndex())) {
            if (block.blockIndex() == message.blockIndex() && block.sender().equals(line.identity()) && block.crc() != message.number()) {
                equivocated(message, block.sequence());
                return;
            }
        }
        if (message.by().other().asked().isOpen(message.key())) {
            return; // the usual case: it came once
        }
        downloaded(line.torrentId(), message.pieceIndex()).filter(copy -> copy.writtenBy(message.blockIndex()) == line.connectionId()
                && copy.crc(message.blockIndex()) != message.number()).ifPresent(copy -> equivocated(message,
                        copy.receivedAt(message.blockIndex())));
    }

    private void equivocated(Message message, long before) {
        watch.charge(Code.EQUIVOCATION, message.by(), "it sent block " + message.blockIndex() + " of piece " + message.pieceIndex()
                + " twice, and not the same", before, message.sequence());
    }
}
