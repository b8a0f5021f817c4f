package dev.oxbow.sim;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.Checkpoint;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** What must hold on one node, whatever happens to it. */
final class NodeChecks {
    private static final int DEEP_EVERY = 16;

    private final SimNode node;
    private final Payload payload;
    private final Set<Long> unanswered = new TreeSet<>();
    /** Reasons for which pieces may be distrusted before the torrent next runs. */
    private final EnumSet<VerifyReason> excused = EnumSet.of(VerifyReason.FOUND, VerifyReason.REQUESTED, VerifyReason.SYNC_FAILED);
    private Bitfield believedBefore;
    /** What a sync vouched for in what was left of the journal. */
    private final Bitfield durableBefore;
    private boolean recovering;
    private boolean hashesAgain;
    private final List<Integer> slotsInHand = new ArrayList<>();
    private long events;
    private long rehashedBytes;
    private ConductChecks conduct = new ConductChecks(new SessionState(), false);
    private final BoundChecks bounds = new BoundChecks();
    private ChokeChecks chokes = new ChokeChecks();
    private final DiskChecks files;
    /** What the last process knew when it was killed. */
    private OptionalLong hashAtDeath = OptionalLong.empty();
    private boolean restorable;
    private long restSinceNs;

    NodeChecks(SimNode node, Payload payload) {
        this.node = node;
        this.payload = payload;
        this.believedBefore = new Bitfield(payload.pieces().pieceCount());
        this.durableBefore = new Bitfield(payload.pieces().pieceCount());
        this.files = new DiskChecks(node, payload);
    }

    PieceLayout pieces() {
        return payload.pieces();
    }

    /** Bytes hashed though an earlier process had hashed them, over the node's whole life. */
    long rehashedBytes() {
        return rehashedBytes;
    }

    void excuse(VerifyReason... reasons) {
        excused.addAll(Set.of(reasons));
    }

    void tampered() {
        files.lost();
    }

    void ownFault(int piece) {
        files.ownFault(piece);
    }

    /** The torrent goes: nothing of it need be believed again. */
    void forget() {
        believedBefore.clear();
    }

    void crashed(Crash.Death death) {
        hashesAgain = death != Crash.Death.KILL;
        recovering = true;
        if (hashesAgain) {
            excuse(VerifyReason.NOT_SYNCED, VerifyReason.FILE_CHANGED, VerifyReason.FOUND);
        }
    }

    void asked(long requestId) {
        unanswered.add(requestId);
    }

    void answered(long requestId) {
        Fault.unless(unanswered.remove(requestId), () -> "request " + requestId + " is answered twice, or was never made");
    }

    /** The programs of one user keep out of each other's way by a lock. */
    void startingBeside(boolean another) {
        Fault.unless(!another, "two processes write one journal");
    }

    /** A process begins. */
    void watch(SessionState state) {
        conduct = new ConductChecks(state, node.isJudged());
        chokes = new ChokeChecks();
        slotsInHand.clear();
        restorable = node.record().size() == 0;
    }

    void recorded(long sequence, long timeNs, Entry entry) {
        restorable |= entry instanceof CheckpointEvent.CheckpointCompleted;
        conduct.take(sequence, timeNs, entry);
    }

    void died() {
        hashAtDeath = restorable ? OptionalLong.of(StateHash.of(node.state())) : OptionalLong.empty();
    }

    /** The power is gone: what no sync covered may be forgotten. */
    void lost() {
        files.lost();
        hashAtDeath = OptionalLong.empty();
    }

    /** Nothing happens that is not recorded. */
    void carryingOut(Command command) {
        int size = node.record().size();
        Fault.unless(size > 0 && node.record().entry(size - 1) == command, () -> "carried out before it is recorded: " + command);
    }

    void restBegins() {
        restSinceNs = node.nowNs();
        bounds.restBegins();
    }

    void starting(SessionState before) {
        hashAtDeath.ifPresent(hash -> Fault.unless(StateHash.of(before) == hash, "what was known and answered for is not what is found again"));
        unanswered.clear();
        files.starting();
        durableBefore.clear();
        before.torrents().forEach(torrent -> {
            durableBefore.addAll(torrent.disk().durable());
            believedBefore = torrent.picker().verified().copy();
            believedBefore.addAll(torrent.toCheck());
            believedBefore.addAll(torrent.checking());
        });
    }

    /** The checkpoint holds all that lasts, and holding it again changes nothing. */
    void restored(SessionState before) {
        SessionState now = node.state();
        List<CheckpointEvent> kept = new ArrayList<>(Checkpoint.entries(before, now.segment()));
        kept.removeIf(entry -> entry instanceof CheckpointEvent.BanRestored ban && ban.untilNs() <= now.timeNs()); // ended meanwhile
        Fault.unless(Checkpoint.entries(now, now.segment()).equals(kept)
                || node.record().size() == 0, () -> "a checkpoint of the restored state differs from the one it was restored from: "
                + Checkpoint.entries(before, now.segment()) + " and " + Checkpoint.entries(now, now.segment()));
        for (Torrent torrent : now.torrents()) {
            torrent.picker().checkInvariants();
            Bitfield lost = believedBefore.copy();
            lost.removeAll(torrent.picker().verified());
            lost.removeAll(torrent.toCheck());
            Fault.unless(lost.isEmpty(), () -> "verified pieces are lost in the checkpoint: " + lost);
        }
    }

    void before(Event event) {
        files.before(event);
        if (event instanceof PeerEvent.BlockReceived block) {
            slotsInHand.add(block.slotId());
        } else if (event instanceof PeerEvent.BlocksReceived run) {
            run.blocks().forEach(block -> slotsInHand.add(block.slotId()));
        } else if (event instanceof WebSeedEvent.WebSeedBlockReceived block) {
            slotsInHand.add(block.slotId());
        }
    }

    void applied(Event event) {
        files.applied(event);
        conduct.applied(event);
    }

    void after(Event event) {
        chokes.after(node.state(), event);
        bounds.take(event, node.state().timeNs(), node.record().size());
        Fault.unless(slotsInHand.isEmpty(), () -> "no answer for the blocks in slots " + slotsInHand);
        if (++events % DEEP_EVERY == 0) {
            StateChecks.check(node.state());
            BoundChecks.check(node.state());
            files.check();
        }
    }

    void before(Command command) {
        if (command instanceof StorageCommand.WriteBlock write) {
            settle(write.slotId());
            Fault.unless(!torrent(write.torrentId()).picker().verified().contains(write.pieceIndex()), "a verified piece is written to");
        } else if (command instanceof StorageCommand.WriteBlocks run) {
            run.each().forEach(this::before);
        } else if (command instanceof StorageCommand.DiscardBlock discard) {
            settle(discard.slotId());
        } else if (command instanceof PeerCommand.RequestBlocks request) {
            RequestChecks.check(node.state(), request);
        } else if (command instanceof WebSeedCommand.FetchWebSeedRange fetch) {
            FetchChecks.check(node.state(), fetch);
        } else if (command instanceof ConnectionCommand.BanPeer ban) {
            Fault.unless(node.isGuilty(ban.endpoint()), () -> "an honest peer is banned: " + ban);
        } else if (command instanceof SessionCommand.DistrustPieces distrust) {
            Fault.unless(excused.contains(distrust.reason()), () -> "pieces are distrusted without need: " + distrust);
        } else if (command instanceof StorageCommand.VerifyPiece verify && verify.reason() != VerifyReason.DOWNLOADED) {
            rehash(verify);
        }
    }

    private void rehash(StorageCommand.VerifyPiece verify) {
        boolean byUser = verify.reason() == VerifyReason.REQUESTED;
        rehashedBytes += byUser ? 0 : payload.pieces().pieceLengthBytes(verify.pieceIndex());
        if (recovering && !byUser) {
            boolean vouchedFor = durableBefore.contains(verify.pieceIndex());
            Fault.unless(hashesAgain && !vouchedFor, () -> "hashed again without need: " + verify);
        }
    }

    private void settle(int slot) {
        Fault.unless(slotsInHand.remove((Integer) slot), () -> "slot " + slot + " is answered, and those in hand are " + slotsInHand);
    }

    private Torrent torrent(int torrentId) {
        return node.state().torrent(torrentId).orElseThrow(() -> new Fault("there is no torrent " + torrentId));
    }

    void after(Command command) {
        if (command instanceof PeerCommand.RequestBlocks request) {
            bounds.asked(node.state(), request);
        }
        if (command instanceof SessionCommand.ChangePhase change
                && (change.phase() == TorrentPhase.DOWNLOADING || change.phase() == TorrentPhase.SEEDING)) {
            running(torrent(change.torrentId()));
        }
    }

    /** What is believed is true, and what is true and was believed before is believed still. */
    private void running(Torrent torrent) {
        checkBeliefs(torrent);
        for (int piece = believedBefore.nextPresent(0); piece != Bitfield.NONE; piece = believedBefore.nextPresent(piece + 1)) {
            int checked = piece;
            Fault.unless(!node.disk().platter().isRight(piece) || torrent.picker().verified().contains(piece),
                    () -> "piece " + checked + " was verified before, is right on disk, and is not believed");
        }
        believedBefore.clear();
        excused.clear();
        excused.add(VerifyReason.REQUESTED);
        excused.add(VerifyReason.SYNC_FAILED);
    }

    void checkBeliefs(Torrent torrent) {
        Bitfield verified = torrent.picker().verified();
        for (int piece = verified.nextPresent(0); piece != Bitfield.NONE; piece = verified.nextPresent(piece + 1)) {
            int checked = piece;
            Fault.unless(node.disk().platter().isRight(piece) || node.disk().platter().isRotten(piece), () -> "piece " + checked + " is believed and is not right on disk");
        }
    }

    /** All has come to rest. */
    void atRest(long seconds) {
        bounds.rested(seconds);
        Fault.unless(node.nowNs() - restSinceNs >= seconds * Timeline.SECOND_NS, "time stands still: nothing that is due will come");
        StateChecks.check(node.state());
        node.state().torrents().forEach(this::checkBeliefs);
        Fault.unless(unanswered.isEmpty(), () -> "requests were never answered: " + unanswered);
        Fault.unless(node.slots().isWhole(), "slots are missing");
        Fault.unless(node.state().fetches().isEmpty(), "something is still being fetched");
        for (PeerSession session : node.state().connections()) {
            Fault.unless(session.requests().size() == 0, "something is still asked for");
        }
    }

    void stopped() {
        Fault.unless(node.state().isStopped(), "the session has ended and does not know it");
    }
}
