package dev.oxbow.journal.codec;

import dev.oxbow.core.event.BanReason;
import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.CheckpointEventHandler;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.WebSeedStyle;
import dev.oxbow.journal.sbe.BanRestoredDecoder;
import dev.oxbow.journal.sbe.BanRestoredEncoder;
import dev.oxbow.journal.sbe.CandidateRestoredDecoder;
import dev.oxbow.journal.sbe.CandidateRestoredEncoder;
import dev.oxbow.journal.sbe.CheckpointCompletedDecoder;
import dev.oxbow.journal.sbe.CheckpointCompletedEncoder;
import dev.oxbow.journal.sbe.CheckpointStartedDecoder;
import dev.oxbow.journal.sbe.CheckpointStartedEncoder;
import dev.oxbow.journal.sbe.ChecksRestoredDecoder;
import dev.oxbow.journal.sbe.ChecksRestoredEncoder;
import dev.oxbow.journal.sbe.DhtIdRestoredDecoder;
import dev.oxbow.journal.sbe.DhtIdRestoredEncoder;
import dev.oxbow.journal.sbe.DhtNodeRestoredDecoder;
import dev.oxbow.journal.sbe.DhtNodeRestoredEncoder;
import dev.oxbow.journal.sbe.FileStampsRestoredDecoder;
import dev.oxbow.journal.sbe.FileStampsRestoredEncoder;
import dev.oxbow.journal.sbe.MagnetRestoredDecoder;
import dev.oxbow.journal.sbe.MagnetRestoredEncoder;
import dev.oxbow.journal.sbe.MoveRestoredDecoder;
import dev.oxbow.journal.sbe.MoveRestoredEncoder;
import dev.oxbow.journal.sbe.OptionsRestoredDecoder;
import dev.oxbow.journal.sbe.OptionsRestoredEncoder;
import dev.oxbow.journal.sbe.PartialPieceRestoredDecoder;
import dev.oxbow.journal.sbe.PartialPieceRestoredEncoder;
import dev.oxbow.journal.sbe.PiecesRestoredDecoder;
import dev.oxbow.journal.sbe.PiecesRestoredEncoder;
import dev.oxbow.journal.sbe.ReachRestoredDecoder;
import dev.oxbow.journal.sbe.ReachRestoredEncoder;
import dev.oxbow.journal.sbe.TorrentRestoredDecoder;
import dev.oxbow.journal.sbe.TorrentRestoredEncoder;
import dev.oxbow.journal.sbe.WebSeedRestoredDecoder;
import dev.oxbow.journal.sbe.WebSeedRestoredEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link CheckpointEvent} records, as oxbow-journal.xml describes them. */
final class CheckpointEventCodec implements CheckpointEventHandler {
    private final EntryTarget target;

    CheckpointEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        CheckpointEvent record = switch (templateId) {
            case CheckpointStartedDecoder.TEMPLATE_ID -> checkpointStarted(buffer, at, blockLength, schema);
            case TorrentRestoredDecoder.TEMPLATE_ID -> torrentRestored(buffer, at, blockLength, schema);
            case PiecesRestoredDecoder.TEMPLATE_ID -> piecesRestored(buffer, at, blockLength, schema);
            case PartialPieceRestoredDecoder.TEMPLATE_ID -> partialPieceRestored(buffer, at, blockLength, schema);
            case ChecksRestoredDecoder.TEMPLATE_ID -> checksRestored(buffer, at, blockLength, schema);
            case FileStampsRestoredDecoder.TEMPLATE_ID -> fileStampsRestored(buffer, at, blockLength, schema);
            case CandidateRestoredDecoder.TEMPLATE_ID -> candidateRestored(buffer, at, blockLength, schema);
            case CheckpointCompletedDecoder.TEMPLATE_ID -> checkpointCompleted(buffer, at, blockLength, schema);
            case BanRestoredDecoder.TEMPLATE_ID -> banRestored(buffer, at, blockLength, schema);
            case OptionsRestoredDecoder.TEMPLATE_ID -> optionsRestored(buffer, at, blockLength, schema);
            case WebSeedRestoredDecoder.TEMPLATE_ID -> webSeedRestored(buffer, at, blockLength, schema);
            case MoveRestoredDecoder.TEMPLATE_ID -> moveRestored(buffer, at, blockLength, schema);
            case DhtIdRestoredDecoder.TEMPLATE_ID -> dhtIdRestored(buffer, at, blockLength, schema);
            case DhtNodeRestoredDecoder.TEMPLATE_ID -> dhtNodeRestored(buffer, at, blockLength, schema);
            case ReachRestoredDecoder.TEMPLATE_ID -> reachRestored(buffer, at, blockLength, schema);
            case MagnetRestoredDecoder.TEMPLATE_ID -> magnetRestored(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onCheckpointStarted(CheckpointEvent.CheckpointStarted event) {
        CheckpointStartedEncoder out = new CheckpointStartedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.segment(event.segment()).nextTorrentId(event.nextTorrentId()).nextConnectionId(event.nextConnectionId())
                .nextOperationId(event.nextOperationId()).seed(event.seed()).cleanStop((short) (event.cleanStop() ? 1 : 0));
        out.bootId(event.bootId());
        target.end(out.encodedLength());
    }

    @Override
    public void onTorrentRestored(CheckpointEvent.TorrentRestored event) {
        TorrentRestoredEncoder out = new TorrentRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).wish((short) event.wish().ordinal())
                .announcedComplete((short) (event.announcedComplete() ? 1 : 0)).bytesDownloaded(event.bytesDownloaded())
                .bytesUploaded(event.bytesUploaded()).bytesWasted(event.bytesWasted());
        byte[] spec = Blobs.spec(event.spec());
        out.putSpec(spec, 0, spec.length);
        out.directory(event.directory());
        target.end(out.encodedLength());
    }

    @Override
    public void onPiecesRestored(CheckpointEvent.PiecesRestored event) {
        PiecesRestoredEncoder out = new PiecesRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId());
        byte[] verified = event.verified().toArray();
        out.putVerified(verified, 0, verified.length);
        byte[] durable = event.durable().toArray();
        out.putDurable(durable, 0, durable.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onPartialPieceRestored(CheckpointEvent.PartialPieceRestored event) {
        PartialPieceRestoredEncoder out = new PartialPieceRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).pieceIndex(event.pieceIndex());
        byte[] writtenBlocks = event.writtenBlocks().toArray();
        out.putWrittenBlocks(writtenBlocks, 0, writtenBlocks.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onChecksRestored(CheckpointEvent.ChecksRestored event) {
        ChecksRestoredEncoder out = new ChecksRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).reason((short) event.reason().ordinal());
        byte[] pieces = event.pieces().toArray();
        out.putPieces(pieces, 0, pieces.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onFileStampsRestored(CheckpointEvent.FileStampsRestored event) {
        FileStampsRestoredEncoder out = new FileStampsRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId());
        byte[] stamps = Blobs.stamps(event.stamps());
        out.putStamps(stamps, 0, stamps.length);
        byte[] dirtyFiles = event.dirtyFiles().toArray();
        out.putDirtyFiles(dirtyFiles, 0, dirtyFiles.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onCandidateRestored(CheckpointEvent.CandidateRestored event) {
        CandidateRestoredEncoder out = new CandidateRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).source((short) event.source().ordinal());
        byte[] endpoint = Blobs.endpoint(event.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onCheckpointCompleted(CheckpointEvent.CheckpointCompleted event) {
        CheckpointCompletedEncoder out = new CheckpointCompletedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.stateHash(event.stateHash());
        target.end(out.encodedLength());
    }

    @Override
    public void onBanRestored(CheckpointEvent.BanRestored event) {
        BanRestoredEncoder out = new BanRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.wholeAddress((short) (event.wholeAddress() ? 1 : 0)).reason((short) event.reason().ordinal()).torrentId(event.torrentId())
                .pieceIndex(event.pieceIndex()).badSequence(event.badSequence()).goodSequence(event.goodSequence())
                .untilNs(event.untilNs());
        byte[] endpoint = Blobs.endpoint(event.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        byte[] badBlocks = event.badBlocks().toArray();
        out.putBadBlocks(badBlocks, 0, badBlocks.length);
        out.detail(event.detail());
        target.end(out.encodedLength());
    }

    @Override
    public void onOptionsRestored(CheckpointEvent.OptionsRestored event) {
        OptionsRestoredEncoder out = new OptionsRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).sequential((short) (event.sequential() ? 1 : 0)).downBytesPerSec(event.downBytesPerSec())
                .upBytesPerSec(event.upBytesPerSec()).seedRatioPermille(event.seedRatioPermille()).seedSeconds(event.seedSeconds());
        byte[] priorities = event.priorities().toArray();
        out.putPriorities(priorities, 0, priorities.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onMoveRestored(CheckpointEvent.MoveRestored event) {
        MoveRestoredEncoder out = new MoveRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId());
        out.directory(event.directory());
        target.end(out.encodedLength());
    }

    @Override
    public void onDhtIdRestored(CheckpointEvent.DhtIdRestored event) {
        DhtIdRestoredEncoder out = new DhtIdRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.ipv6((short) (event.ipv6() ? 1 : 0)).putNodeId(event.nodeId().bytes().toArray(), 0, NodeId.LENGTH_BYTES);
        target.end(out.encodedLength());
    }

    @Override
    public void onDhtNodeRestored(CheckpointEvent.DhtNodeRestored event) {
        DhtNodeRestoredEncoder out = new DhtNodeRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.putNodeId(event.nodeId().bytes().toArray(), 0, NodeId.LENGTH_BYTES).lastAnswerNs(event.lastAnswerNs());
        byte[] endpoint = Blobs.endpoint(event.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onReachRestored(CheckpointEvent.ReachRestored event) {
        ReachRestoredEncoder out = new ReachRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        byte[] nonce = event.nonce().toArray();
        out.putNonce(nonce, 0, nonce.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onWebSeedRestored(CheckpointEvent.WebSeedRestored event) {
        WebSeedRestoredEncoder out = new WebSeedRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).style((short) event.style().ordinal());
        out.url(event.url());
        target.end(out.encodedLength());
    }

    @Override
    public void onMagnetRestored(CheckpointEvent.MagnetRestored event) {
        MagnetRestoredEncoder out = new MagnetRestoredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .wish((short) event.wish().ordinal());
        out.name(event.name());
        byte[] trackers = Blobs.texts(event.trackers());
        out.putTrackers(trackers, 0, trackers.length);
        byte[] webSeeds = Blobs.texts(event.webSeeds());
        out.putWebSeeds(webSeeds, 0, webSeeds.length);
        byte[] selectOnly = Blobs.ints(event.selectOnly());
        out.putSelectOnly(selectOnly, 0, selectOnly.length);
        out.directory(event.directory());
        target.end(out.encodedLength());
    }

    private static CheckpointEvent checkpointStarted(DirectBuffer buffer, int at, int blockLength, int schema) {
        CheckpointStartedDecoder in = new CheckpointStartedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] bootIdBytes = Blobs.room(in.bootIdLength(), in.buffer(), in.limit());
        in.getBootId(bootIdBytes, 0, bootIdBytes.length);
        String bootId = Blobs.text(bootIdBytes);
        return new CheckpointEvent.CheckpointStarted(in.segment(), in.nextTorrentId(), in.nextConnectionId(),
                in.nextOperationId(), in.seed(), bootId, in.cleanStop() != 0);
    }

    private static CheckpointEvent torrentRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        TorrentRestoredDecoder in = new TorrentRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] specBytes = Blobs.room(in.specLength(), in.buffer(), in.limit());
        in.getSpec(specBytes, 0, specBytes.length);
        byte[] directoryBytes = Blobs.room(in.directoryLength(), in.buffer(), in.limit());
        in.getDirectory(directoryBytes, 0, directoryBytes.length);
        String directory = Blobs.text(directoryBytes);
        return new CheckpointEvent.TorrentRestored(in.torrentId(), Blobs.spec(specBytes), directory,
                Blobs.constant(TorrentWish.values(), in.wish()), in.announcedComplete() != 0, in.bytesDownloaded(),
                in.bytesUploaded(), in.bytesWasted());
    }

    private static CheckpointEvent piecesRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        PiecesRestoredDecoder in = new PiecesRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] verifiedBytes = Blobs.room(in.verifiedLength(), in.buffer(), in.limit());
        in.getVerified(verifiedBytes, 0, verifiedBytes.length);
        byte[] durableBytes = Blobs.room(in.durableLength(), in.buffer(), in.limit());
        in.getDurable(durableBytes, 0, durableBytes.length);
        return new CheckpointEvent.PiecesRestored(in.torrentId(), ByteString.wrap(verifiedBytes), ByteString.wrap(durableBytes));
    }

    private static CheckpointEvent partialPieceRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        PartialPieceRestoredDecoder in = new PartialPieceRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] writtenBlocksBytes = Blobs.room(in.writtenBlocksLength(), in.buffer(), in.limit());
        in.getWrittenBlocks(writtenBlocksBytes, 0, writtenBlocksBytes.length);
        return new CheckpointEvent.PartialPieceRestored(in.torrentId(), in.pieceIndex(), ByteString.wrap(writtenBlocksBytes));
    }

    private static CheckpointEvent checksRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        ChecksRestoredDecoder in = new ChecksRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] piecesBytes = Blobs.room(in.piecesLength(), in.buffer(), in.limit());
        in.getPieces(piecesBytes, 0, piecesBytes.length);
        return new CheckpointEvent.ChecksRestored(in.torrentId(), ByteString.wrap(piecesBytes),
                Blobs.constant(VerifyReason.values(), in.reason()));
    }

    private static CheckpointEvent fileStampsRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        FileStampsRestoredDecoder in = new FileStampsRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] stampsBytes = Blobs.room(in.stampsLength(), in.buffer(), in.limit());
        in.getStamps(stampsBytes, 0, stampsBytes.length);
        byte[] dirtyFilesBytes = Blobs.room(in.dirtyFilesLength(), in.buffer(), in.limit());
        in.getDirtyFiles(dirtyFilesBytes, 0, dirtyFilesBytes.length);
        return new CheckpointEvent.FileStampsRestored(in.torrentId(), Blobs.stamps(stampsBytes),
                ByteString.wrap(dirtyFilesBytes));
    }

    private static CheckpointEvent candidateRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        CandidateRestoredDecoder in = new CandidateRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        return new CheckpointEvent.CandidateRestored(in.torrentId(), Blobs.endpoint(endpointBytes),
                Blobs.constant(CandidateSource.values(), in.source()));
    }

    private static CheckpointEvent checkpointCompleted(DirectBuffer buffer, int at, int blockLength, int schema) {
        CheckpointCompletedDecoder in = new CheckpointCompletedDecoder().wrap(buffer, at, blockLength, schema);
        return new CheckpointEvent.CheckpointCompleted(in.stateHash());
    }

    private static CheckpointEvent banRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        BanRestoredDecoder in = new BanRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        byte[] badBlocksBytes = Blobs.room(in.badBlocksLength(), in.buffer(), in.limit());
        in.getBadBlocks(badBlocksBytes, 0, badBlocksBytes.length);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        return new CheckpointEvent.BanRestored(Blobs.endpoint(endpointBytes), in.wholeAddress() == 1,
                Blobs.constant(BanReason.values(), in.reason()), in.torrentId(), in.pieceIndex(), ByteString.wrap(badBlocksBytes),
                in.badSequence(), in.goodSequence(), in.untilNs(), Blobs.text(detailBytes));
    }

    private static CheckpointEvent optionsRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        OptionsRestoredDecoder in = new OptionsRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] prioritiesBytes = Blobs.room(in.prioritiesLength(), in.buffer(), in.limit());
        in.getPriorities(prioritiesBytes, 0, prioritiesBytes.length);
        return new CheckpointEvent.OptionsRestored(in.torrentId(), in.sequential() == 1, in.downBytesPerSec(),
                in.upBytesPerSec(), in.seedRatioPermille(), in.seedSeconds(), ByteString.wrap(prioritiesBytes));
    }

    private static CheckpointEvent moveRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        MoveRestoredDecoder in = new MoveRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] directoryBytes = Blobs.room(in.directoryLength(), in.buffer(), in.limit());
        in.getDirectory(directoryBytes, 0, directoryBytes.length);
        return new CheckpointEvent.MoveRestored(in.torrentId(), Blobs.text(directoryBytes));
    }

    private static CheckpointEvent dhtIdRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtIdRestoredDecoder in = new DhtIdRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] nodeId = new byte[NodeId.LENGTH_BYTES];
        in.getNodeId(nodeId, 0, NodeId.LENGTH_BYTES);
        return new CheckpointEvent.DhtIdRestored(in.ipv6() == 1, NodeId.of(nodeId));
    }

    private static CheckpointEvent dhtNodeRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtNodeRestoredDecoder in = new DhtNodeRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] nodeId = new byte[NodeId.LENGTH_BYTES];
        in.getNodeId(nodeId, 0, NodeId.LENGTH_BYTES);
        byte[] endpoint = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpoint, 0, endpoint.length);
        return new CheckpointEvent.DhtNodeRestored(NodeId.of(nodeId), Blobs.endpoint(endpoint), in.lastAnswerNs());
    }

    private static CheckpointEvent reachRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        ReachRestoredDecoder in = new ReachRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] nonceBytes = Blobs.room(in.nonceLength(), in.buffer(), in.limit());
        in.getNonce(nonceBytes, 0, nonceBytes.length);
        return new CheckpointEvent.ReachRestored(ByteString.wrap(nonceBytes));
    }

    private static CheckpointEvent webSeedRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        WebSeedRestoredDecoder in = new WebSeedRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] urlBytes = Blobs.room(in.urlLength(), in.buffer(), in.limit());
        in.getUrl(urlBytes, 0, urlBytes.length);
        return new CheckpointEvent.WebSeedRestored(in.torrentId(), Blobs.constant(WebSeedStyle.values(), in.style()), Blobs.text(urlBytes));
    }

    private static CheckpointEvent magnetRestored(DirectBuffer buffer, int at, int blockLength, int schema) {
        MagnetRestoredDecoder in = new MagnetRestoredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] nameBytes = Blobs.room(in.nameLength(), in.buffer(), in.limit());
        in.getName(nameBytes, 0, nameBytes.length);
        byte[] trackersBytes = Blobs.room(in.trackersLength(), in.buffer(), in.limit());
        in.getTrackers(trackersBytes, 0, trackersBytes.length);
        byte[] webSeedsBytes = Blobs.room(in.webSeedsLength(), in.buffer(), in.limit());
        in.getWebSeeds(webSeedsBytes, 0, webSeedsBytes.length);
        byte[] selectOnlyBytes = Blobs.room(in.selectOnlyLength(), in.buffer(), in.limit());
        in.getSelectOnly(selectOnlyBytes, 0, selectOnlyBytes.length);
        byte[] directoryBytes = Blobs.room(in.directoryLength(), in.buffer(), in.limit());
        in.getDirectory(directoryBytes, 0, directoryBytes.length);
        return new CheckpointEvent.MagnetRestored(in.torrentId(), InfoHash.of(infoHashBytes), Blobs.text(nameBytes),
                Blobs.texts(trackersBytes), Blobs.texts(webSeedsBytes), Blobs.ints(selectOnlyBytes),
                Blobs.text(directoryBytes), Blobs.constant(TorrentWish.values(), in.wish()));
    }
}
