package dev.oxbow.core.session;

import dev.oxbow.core.announce.Tracker;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.limit.TokenBucket;
import dev.oxbow.core.metadata.MetadataFetch;
import dev.oxbow.core.metadata.MetadataSource;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.swarm.Ban;
import dev.oxbow.core.swarm.Candidate;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.webseed.Fetch;
import dev.oxbow.core.webseed.WebSeed;
import java.nio.charset.StandardCharsets;

/**
 * One number for a whole state: two states that differ in anything a decision could depend on have different hashes, and the same
 * journal gives the same hash on every machine, in every time zone, locale and JDK. Not meant against forgery.
 */
public final class StateHash {
    private long hash;

    private StateHash() {
    }

    public static long of(SessionState state) {
        StateHash out = new StateHash();
        out.session(state);
        state.torrents().forEach(torrent -> out.torrent(torrent, state.timeNs()));
        state.magnets().forEach(out::magnet);
        state.connections().forEach(session -> out.connection(session, state.timeNs()));
        state.fetches().forEach(out::fetch);
        return out.hash;
    }

    /** 16 hexadecimal digits, as commands print it. */
    public static String toHex(long hash) {
        String digits = Long.toHexString(hash);
        return "0".repeat(16 - digits.length()) + digits;
    }

    private StateHash add(long value) {
        hash = Rng.mix(hash * 31 + value + 0x9e3779b97f4a7c15L);
        return this;
    }

    private StateHash add(boolean value) {
        return add(value ? 1 : 2);
    }

    private StateHash add(ByteString bytes) {
        add(bytes.length());
        for (int i = 0; i < bytes.length(); i++) {
            add(bytes.byteAt(i));
        }
        return this;
    }

    private StateHash add(String text) {
        return add(ByteString.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private StateHash add(Bitfield set) {
        add(set.size());
        for (int i = set.nextPresent(0); i != Bitfield.NONE; i = set.nextPresent(i + 1)) {
            add(i);
        }
        return this;
    }

    private StateHash add(TokenBucket limit, long timeNs) {
        return add(limit.bytesPerSec()).add(limit.isUnlimited() ? 0 : limit.availableBytes(timeNs)).add(limit.isUnlimited() ? 0 : limit.nextNs(1, timeNs));
    }

    private StateHash add(Endpoint endpoint) {
        return add(endpoint.address()).add(endpoint.port());
    }

    private void session(SessionState state) {
        add(state.segment).add(state.nextTorrentId).add(state.nextConnectionId).add(state.nextOperationId).add(state.seed);
        add(state.version).add(state.bootId).add(state.cleanStop).add(state.stopRequested).add(state.stopSaid).add(state.stopped);
        add(state.listenSettled).add(state.blamedConnection).add(state.blamedSequence).add(state.lostTorrentId);
        add(state.peerExchange);
        for (Ban ban : state.bans.active(state.timeNs())) {
            add(ban.endpoint()).add(ban.wholeAddress()).add(ban.pieceIndex()).add(ban.badSequence()).add(ban.goodSequence()).add(ban.untilNs());
        }
        add(state.downLimit, state.timeNs()).add(state.upLimit, state.timeNs()).add(state.uploadSlots);
        state.peerId.map(PeerId::bytes).ifPresent(this::add);
        state.listening.ifPresent(this::add);
        add(state.listenAddress).add(state.listenPort).add(state.connectionsMax).add(state.connectionsPerTorrentMax).add(state.halfOpenMax);
        state.queue.describe(this::add);
        dht(state.dht);
        add(state.journalSyncOperation).add(state.journalRetryNs).add(state.syncsSinceJournalSync).add(state.stopDeadlineNs);
        state.reach.describe(this::add);
        state.dialRate.describe(this::add);
        add(state.crowd.sinceNs());
    }

    private void dht(DhtNodes dht) {
        add(dht.on).add(dht.foundTorrentId);
        dht.listening().ifPresent(this::add);
        dht.bootstrapHosts.forEach(this::add);
        dht.namedHosts().forEach(this::add);
        dht.routers().forEach(this::add);
        for (CheckpointEvent entry : dht.kept()) {
            if (entry instanceof CheckpointEvent.DhtIdRestored id) {
                add(id.nodeId().bytes());
            } else if (entry instanceof CheckpointEvent.DhtNodeRestored node) {
                add(node.nodeId().bytes()).add(node.endpoint()).add(node.lastAnswerNs());
            }
        }
        dht.nodes().forEach(node -> node.describe(this::add));
    }

    private void torrent(Torrent torrent, long nowNs) {
        add(torrent.torrentId()).add(torrent.spec().infoHash().bytes()).add(torrent.directory()).add(torrent.seed());
        add(torrent.wish().ordinal()).add(torrent.phase().ordinal()).add(torrent.phaseReason()).add(torrent.faultDetail());
        add(torrent.bytesDownloaded()).add(torrent.bytesUploaded()).add(torrent.bytesWasted()).add(torrent.bytesRehashed());
        add(torrent.downBytesPerSec(nowNs)).add(torrent.upBytesPerSec(nowNs));
        add(torrent.isCompletionUntold()).add(torrent.isAnnouncedComplete()).add(torrent.isFilesOpen()).add(torrent.isClosingFiles());
        add(torrent.toCheck()).add(torrent.checking()).add(torrent.checkReason().ordinal());
        add(torrent.faultNs()).add(torrent.removalRequest().orElse(0L)).add(torrent.isMachineWentDown()).add(torrent.isHistoryLost());
        add(torrent.priorities()).add(torrent.picker().isSequential()).add(torrent.seedRatioPermille()).add(torrent.seedSeconds());
        add(torrent.downLimit, nowNs).add(torrent.upLimit, nowNs).add(torrent.rechokeNs()).add(torrent.isRechokeDue());
        torrent.movingTo().ifPresent(to -> add(to).add(torrent.isMoveBegun()));
        torrent.blame().describe(this::add);
        add(torrent.isSuperSeedWished()).add(torrent.phaseSinceNs());
        torrent.superSeeding().ifPresent(it -> it.describe(this::add));
        add(torrent.crowd.sinceNs()).add(torrent.announcedLocallyNs());
        for (WebSeed webSeed : torrent.webSeeds()) {
            webSeed.describe(this::add);
        }
        pieces(torrent);
        disk(torrent);
        swarm(torrent);
    }

    private void magnet(MagnetTorrent magnet) {
        add(magnet.torrentId()).add(magnet.infoHash().bytes()).add(magnet.link().name()).add(magnet.directory());
        magnet.link().trackers().forEach(this::add);
        magnet.link().webSeeds().forEach(this::add);
        magnet.link().selectOnly().forEach(this::add);
        add(magnet.wish().ordinal()).add(magnet.phase().ordinal()).add(magnet.phaseReason());
        magnet.fault().ifPresent(fault -> add(fault.ordinal()));
        MagnetTorrent.Options options = magnet.options();
        add(options.sequential()).add(options.downBytesPerSec()).add(options.upBytesPerSec());
        add(options.seedRatioPermille()).add(options.seedSeconds());
        MetadataFetch fetch = magnet.fetch();
        add(fetch.lengthBytes()).add(fetch.isAssembling()).add(fetch.isAlone()).add(fetch.bytesReceived());
        fetch.liars().forEach(this::add);
        fetch.arrived().forEach((piece, copy) -> add(piece).add(copy.connectionId()).add(copy.crc32c()));
        for (MetadataSource source : fetch.sources()) {
            add(source.connectionId()).add(source.identity()).add(source.lengthBytes()).add(source.nextNs()).add(fetch.isUsable(source));
            source.asked().forEach((piece, sinceNs) -> add(piece).add(sinceNs));
        }
        if (magnet.announcedLocallyNs() != Deadline.NONE) { // else the hash is what it was before neighbours were told of magnet links
            add(magnet.announcedLocallyNs());
        }
        swarm(magnet);
    }

    private void swarm(Swarm torrent) {
        for (Candidate candidate : torrent.candidates().all()) {
            add(candidate.endpoint()).add(candidate.source().ordinal()).add(candidate.failures()).add(candidate.nextTryNs());
            add(candidate.everConnected()).add(candidate.isConnected()).add(candidate.isBarred()).add(candidate.isResting());
        }
        for (Tracker tracker : torrent.announces().trackers()) {
            add(tracker.isUnderWay()).add(tracker.isStarted()).add(tracker.isFailed()).add(tracker.isDead()).add(tracker.hasAnswered());
            add(tracker.trackerId()).add(tracker.message()).add(tracker.seedCount()).add(tracker.leecherCount());
        }
        add(torrent.announces().nextAnnounceNs()).add(torrent.announces().pending().ordinal()).add(torrent.announces().earliestNs());
        add(torrent.announces().failedRounds());
        torrent.announces().inOrder().forEach(tracker -> add(tracker.index()));
        add(torrent.pexNs()).add(torrent.isPexDue());
    }

    private void fetch(Fetch fetch) {
        add(fetch.fetchId()).add(fetch.torrentId()).add(fetch.webSeed().number()).add(fetch.arrivedCount()).add(fetch.isCancelled());
        add(fetch.run().pieceIndex()).add(fetch.run().firstBlock()).add(fetch.run().blockCount());
    }

    private void pieces(Torrent torrent) {
        add(torrent.picker().verified());
        for (PieceProgress progress : torrent.picker().begun()) {
            add(progress.pieceIndex()).add(progress.isVerifying()).add(progress.isOwnFault()).add(progress.exclusiveTo());
            for (int block = 0; block < progress.blockCount(); block++) {
                add(progress.state(block).ordinal()).add(progress.askedOf(block)).add(progress.alsoAskedOf(block));
                add(progress.writtenBy(block));
            }
        }
        for (int piece = 0; piece < torrent.layout().pieceCount(); piece++) {
            add(torrent.picker().availability(piece));
        }
    }

    private void disk(Torrent torrent) {
        DiskLedger disk = torrent.disk();
        add(disk.durable()).add(disk.unsyncedFiles()).add(disk.changedFiles()).add(disk.foundFiles());
        add(disk.dirtyBytes()).add(disk.dirtySinceNs()).add(disk.isSyncing()).add(disk.isSyncFailed());
        for (int file = 0; file < torrent.spec().files().fileCount(); file++) {
            disk.stamp(file).ifPresent(stamp ->
                    add(stamp.fileIndex()).add(stamp.sizeBytes()).add(stamp.modifiedNs()).add(stamp.fileKey()));
        }
    }

    private void connection(PeerSession session, long nowNs) {
        add(session.connectionId()).add(session.endpoint()).add(session.torrentId()).add(session.phase().ordinal());
        session.peerId().map(PeerId::bytes).ifPresent(this::add);
        add(session.client()).add(session.pieces()).add(session.missingHere());
        add(session.amChoking()).add(session.amInterested()).add(session.peerChoking()).add(session.peerInterested());
        add(session.isFast()).add(session.isTrusted()).add(session.isUploadOnly()).add(session.identity()).add(session.isOptimistic());
        add(session.lastUnchokedNs()).add(session.uploadedSinceUnchokeBytes()).add(session.downForChokerBytesPerSec(nowNs));
        add(session.allowedFastThere().size());
        add(session.pex().isWanted()).add(session.pex().lastToldNs()).add(session.pex().lastHeardNs()).add(session.pex().tooSoon());
        session.pex().told().forEach(this::add);
        add(session.metadataQuota().sent()).add(session.metadataQuota().sentInWindow());
        add(session.isHandshakeSent()).add(session.lastReceivedNs()).add(session.lastSentNs()).add(session.interestChangedNs());
        add(session.bytesDown()).add(session.bytesUp()).add(session.bytesWasted());
        add(session.downBytesPerSec(nowNs)).add(session.upBytesPerSec(nowNs));
        add(session.unrequestedBlocks()).add(session.unknownMessages()).add(session.requests().target()).add(session.requests().size());
        add(session.requests().waitingSinceNs()).add(session.requests().isSnubbed()).add(session.requests().lateNs()).add(session.requests().rememberedCount());
        add(session.askedInVain().refusals()).add(session.askedInVain().askAgainNs()).add(session.askedInVain().sinceNs());
        for (int i = 0; i < session.requests().size(); i++) {
            add(session.requests().pieceAt(i)).add(session.requests().blockAt(i));
        }
        add(session.uploads().queuedCount()).add(session.uploads().underWayCount()).add(session.uploads().refusedCount());
    }
}
