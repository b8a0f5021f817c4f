package dev.oxbow.journal.codec;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageEventHandler;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.journal.sbe.BlockCorruptedDecoder;
import dev.oxbow.journal.sbe.BlockCorruptedEncoder;
import dev.oxbow.journal.sbe.BlockReadFailedDecoder;
import dev.oxbow.journal.sbe.BlockReadFailedEncoder;
import dev.oxbow.journal.sbe.BlockWriteFailedDecoder;
import dev.oxbow.journal.sbe.BlockWriteFailedEncoder;
import dev.oxbow.journal.sbe.BlocksWrittenDecoder;
import dev.oxbow.journal.sbe.BlocksWrittenEncoder;
import dev.oxbow.journal.sbe.FilesClosedDecoder;
import dev.oxbow.journal.sbe.FilesClosedEncoder;
import dev.oxbow.journal.sbe.FilesMoveFailedDecoder;
import dev.oxbow.journal.sbe.FilesMoveFailedEncoder;
import dev.oxbow.journal.sbe.FilesMovedDecoder;
import dev.oxbow.journal.sbe.FilesMovedEncoder;
import dev.oxbow.journal.sbe.FilesOpenFailedDecoder;
import dev.oxbow.journal.sbe.FilesOpenFailedEncoder;
import dev.oxbow.journal.sbe.FilesOpenedDecoder;
import dev.oxbow.journal.sbe.FilesOpenedEncoder;
import dev.oxbow.journal.sbe.FilesRemovedDecoder;
import dev.oxbow.journal.sbe.FilesRemovedEncoder;
import dev.oxbow.journal.sbe.FilesSyncedDecoder;
import dev.oxbow.journal.sbe.FilesSyncedEncoder;
import dev.oxbow.journal.sbe.MetadataAssembledDecoder;
import dev.oxbow.journal.sbe.MetadataAssembledEncoder;
import dev.oxbow.journal.sbe.MetadataHashMismatchedDecoder;
import dev.oxbow.journal.sbe.MetadataHashMismatchedEncoder;
import dev.oxbow.journal.sbe.MetadataRefusedDecoder;
import dev.oxbow.journal.sbe.MetadataRefusedEncoder;
import dev.oxbow.journal.sbe.PieceHashMismatchedDecoder;
import dev.oxbow.journal.sbe.PieceHashMismatchedEncoder;
import dev.oxbow.journal.sbe.PieceReadFailedDecoder;
import dev.oxbow.journal.sbe.PieceReadFailedEncoder;
import dev.oxbow.journal.sbe.PieceVerifiedDecoder;
import dev.oxbow.journal.sbe.PieceVerifiedEncoder;
import dev.oxbow.journal.sbe.SpaceProbedDecoder;
import dev.oxbow.journal.sbe.SpaceProbedEncoder;
import dev.oxbow.journal.sbe.SyncFailedDecoder;
import dev.oxbow.journal.sbe.SyncFailedEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link StorageEvent} records, as oxbow-journal.xml describes them. */
final class StorageEventCodec implements StorageEventHandler {
    private final EntryTarget target;

    StorageEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        StorageEvent record = switch (templateId) {
            case FilesOpenedDecoder.TEMPLATE_ID -> filesOpened(buffer, at, blockLength, schema);
            case FilesOpenFailedDecoder.TEMPLATE_ID -> filesOpenFailed(buffer, at, blockLength, schema);
            case BlocksWrittenDecoder.TEMPLATE_ID -> blocksWritten(buffer, at, blockLength, schema);
            case BlockCorruptedDecoder.TEMPLATE_ID -> blockCorrupted(buffer, at, blockLength, schema);
            case BlockWriteFailedDecoder.TEMPLATE_ID -> blockWriteFailed(buffer, at, blockLength, schema);
            case BlockReadFailedDecoder.TEMPLATE_ID -> blockReadFailed(buffer, at, blockLength, schema);
            case PieceVerifiedDecoder.TEMPLATE_ID -> pieceVerified(buffer, at, blockLength, schema);
            case PieceHashMismatchedDecoder.TEMPLATE_ID -> pieceHashMismatched(buffer, at, blockLength, schema);
            case PieceReadFailedDecoder.TEMPLATE_ID -> pieceReadFailed(buffer, at, blockLength, schema);
            case FilesSyncedDecoder.TEMPLATE_ID -> filesSynced(buffer, at, blockLength, schema);
            case SyncFailedDecoder.TEMPLATE_ID -> syncFailed(buffer, at, blockLength, schema);
            case FilesClosedDecoder.TEMPLATE_ID -> filesClosed(buffer, at, blockLength, schema);
            case FilesRemovedDecoder.TEMPLATE_ID -> filesRemoved(buffer, at, blockLength, schema);
            case SpaceProbedDecoder.TEMPLATE_ID -> spaceProbed(buffer, at, blockLength, schema);
            case MetadataAssembledDecoder.TEMPLATE_ID -> metadataAssembled(buffer, at, blockLength, schema);
            case MetadataHashMismatchedDecoder.TEMPLATE_ID -> metadataHashMismatched(buffer, at, blockLength, schema);
            case MetadataRefusedDecoder.TEMPLATE_ID -> metadataRefused(buffer, at, blockLength, schema);
            case FilesMovedDecoder.TEMPLATE_ID -> filesMoved(buffer, at, blockLength, schema);
            case FilesMoveFailedDecoder.TEMPLATE_ID -> filesMoveFailed(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onFilesOpened(StorageEvent.FilesOpened event) {
        FilesOpenedEncoder out = new FilesOpenedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).lastOwnWriteNs(event.lastOwnWriteNs());
        byte[] stamps = Blobs.stamps(event.stamps());
        out.putStamps(stamps, 0, stamps.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onFilesOpenFailed(StorageEvent.FilesOpenFailed event) {
        FilesOpenFailedEncoder out = new FilesOpenFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).fault((short) event.fault().ordinal());
        out.detail(event.detail());
        target.end(out.encodedLength());
    }

    @Override
    public void onBlocksWritten(StorageEvent.BlocksWritten event) {
        BlocksWrittenEncoder out = new BlocksWrittenEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).pieceIndex(event.pieceIndex()).firstBlock(Blobs.uint16(event.firstBlock()))
                .blockCount(Blobs.uint16(event.blockCount()));
        target.end(out.encodedLength());
    }

    @Override
    public void onBlockCorrupted(StorageEvent.BlockCorrupted event) {
        BlockCorruptedEncoder out = new BlockCorruptedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).pieceIndex(event.pieceIndex()).blockIndex(Blobs.uint16(event.blockIndex()))
                .crcReceived(event.crcReceived()).crcWritten(event.crcWritten());
        target.end(out.encodedLength());
    }

    @Override
    public void onBlockWriteFailed(StorageEvent.BlockWriteFailed event) {
        BlockWriteFailedEncoder out = new BlockWriteFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).pieceIndex(event.pieceIndex()).blockIndex(Blobs.uint16(event.blockIndex()))
                .fault((short) event.fault().ordinal());
        out.detail(event.detail());
        target.end(out.encodedLength());
    }

    @Override
    public void onBlockReadFailed(StorageEvent.BlockReadFailed event) {
        BlockReadFailedEncoder out = new BlockReadFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).torrentId(event.torrentId()).pieceIndex(event.pieceIndex())
                .offsetBytes(event.offsetBytes()).lengthBytes(event.lengthBytes()).fault((short) event.fault().ordinal());
        out.detail(event.detail());
        target.end(out.encodedLength());
    }

    @Override
    public void onPieceVerified(StorageEvent.PieceVerified event) {
        PieceVerifiedEncoder out = new PieceVerifiedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).pieceIndex(event.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onPieceHashMismatched(StorageEvent.PieceHashMismatched event) {
        PieceHashMismatchedEncoder out = new PieceHashMismatchedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).pieceIndex(event.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onPieceReadFailed(StorageEvent.PieceReadFailed event) {
        PieceReadFailedEncoder out = new PieceReadFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).pieceIndex(event.pieceIndex()).fault((short) event.fault().ordinal());
        out.detail(event.detail());
        target.end(out.encodedLength());
    }

    @Override
    public void onFilesSynced(StorageEvent.FilesSynced event) {
        FilesSyncedEncoder out = new FilesSyncedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).operationId(event.operationId());
        byte[] stamps = Blobs.stamps(event.stamps());
        out.putStamps(stamps, 0, stamps.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onSyncFailed(StorageEvent.SyncFailed event) {
        SyncFailedEncoder out = new SyncFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).operationId(event.operationId()).fault((short) event.fault().ordinal());
        out.detail(event.detail());
        target.end(out.encodedLength());
    }

    @Override
    public void onFilesClosed(StorageEvent.FilesClosed event) {
        FilesClosedEncoder out = new FilesClosedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId());
        target.end(out.encodedLength());
    }

    @Override
    public void onFilesRemoved(StorageEvent.FilesRemoved event) {
        FilesRemovedEncoder out = new FilesRemovedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId());
        out.failure(event.failure());
        target.end(out.encodedLength());
    }

    @Override
    public void onSpaceProbed(StorageEvent.SpaceProbed event) {
        SpaceProbedEncoder out = new SpaceProbedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).freeBytes(event.freeBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onMetadataAssembled(StorageEvent.MetadataAssembled event) {
        MetadataAssembledEncoder out = new MetadataAssembledEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId());
        byte[] spec = Blobs.spec(event.spec());
        out.putSpec(spec, 0, spec.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onMetadataHashMismatched(StorageEvent.MetadataHashMismatched event) {
        MetadataHashMismatchedEncoder out = new MetadataHashMismatchedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId());
        target.end(out.encodedLength());
    }

    @Override
    public void onMetadataRefused(StorageEvent.MetadataRefused event) {
        MetadataRefusedEncoder out = new MetadataRefusedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).fault((short) event.fault().ordinal());
        out.detail(event.detail());
        target.end(out.encodedLength());
    }

    private static StorageEvent filesOpened(DirectBuffer buffer, int at, int blockLength, int schema) {
        FilesOpenedDecoder in = new FilesOpenedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] stampsBytes = Blobs.room(in.stampsLength(), in.buffer(), in.limit());
        in.getStamps(stampsBytes, 0, stampsBytes.length);
        return new StorageEvent.FilesOpened(in.torrentId(), Blobs.stamps(stampsBytes), in.lastOwnWriteNs());
    }

    private static StorageEvent filesOpenFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        FilesOpenFailedDecoder in = new FilesOpenFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        String detail = Blobs.text(detailBytes);
        return new StorageEvent.FilesOpenFailed(in.torrentId(), Blobs.constant(StorageFault.values(), in.fault()), detail);
    }

    private static StorageEvent blocksWritten(DirectBuffer buffer, int at, int blockLength, int schema) {
        BlocksWrittenDecoder in = new BlocksWrittenDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageEvent.BlocksWritten(in.torrentId(), in.pieceIndex(), in.firstBlock(), in.blockCount());
    }

    private static StorageEvent blockCorrupted(DirectBuffer buffer, int at, int blockLength, int schema) {
        BlockCorruptedDecoder in = new BlockCorruptedDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageEvent.BlockCorrupted(in.torrentId(), in.pieceIndex(), in.blockIndex(), in.crcReceived(),
                in.crcWritten());
    }

    private static StorageEvent blockWriteFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        BlockWriteFailedDecoder in = new BlockWriteFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        String detail = Blobs.text(detailBytes);
        return new StorageEvent.BlockWriteFailed(in.torrentId(), in.pieceIndex(), in.blockIndex(),
                Blobs.constant(StorageFault.values(), in.fault()), detail);
    }

    private static StorageEvent blockReadFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        BlockReadFailedDecoder in = new BlockReadFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        String detail = Blobs.text(detailBytes);
        return new StorageEvent.BlockReadFailed(in.connectionId(), in.torrentId(), in.pieceIndex(), in.offsetBytes(),
                in.lengthBytes(), Blobs.constant(StorageFault.values(), in.fault()), detail);
    }

    private static StorageEvent pieceVerified(DirectBuffer buffer, int at, int blockLength, int schema) {
        PieceVerifiedDecoder in = new PieceVerifiedDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageEvent.PieceVerified(in.torrentId(), in.pieceIndex());
    }

    private static StorageEvent pieceHashMismatched(DirectBuffer buffer, int at, int blockLength, int schema) {
        PieceHashMismatchedDecoder in = new PieceHashMismatchedDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageEvent.PieceHashMismatched(in.torrentId(), in.pieceIndex());
    }

    private static StorageEvent pieceReadFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        PieceReadFailedDecoder in = new PieceReadFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        String detail = Blobs.text(detailBytes);
        return new StorageEvent.PieceReadFailed(in.torrentId(), in.pieceIndex(),
                Blobs.constant(StorageFault.values(), in.fault()), detail);
    }

    private static StorageEvent filesSynced(DirectBuffer buffer, int at, int blockLength, int schema) {
        FilesSyncedDecoder in = new FilesSyncedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] stampsBytes = Blobs.room(in.stampsLength(), in.buffer(), in.limit());
        in.getStamps(stampsBytes, 0, stampsBytes.length);
        return new StorageEvent.FilesSynced(in.torrentId(), in.operationId(), Blobs.stamps(stampsBytes));
    }

    private static StorageEvent syncFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        SyncFailedDecoder in = new SyncFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        String detail = Blobs.text(detailBytes);
        return new StorageEvent.SyncFailed(in.torrentId(), in.operationId(), Blobs.constant(StorageFault.values(), in.fault()),
                detail);
    }

    private static StorageEvent filesClosed(DirectBuffer buffer, int at, int blockLength, int schema) {
        FilesClosedDecoder in = new FilesClosedDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageEvent.FilesClosed(in.torrentId());
    }

    private static StorageEvent filesRemoved(DirectBuffer buffer, int at, int blockLength, int schema) {
        FilesRemovedDecoder in = new FilesRemovedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] failureBytes = Blobs.room(in.failureLength(), in.buffer(), in.limit());
        in.getFailure(failureBytes, 0, failureBytes.length);
        String failure = Blobs.text(failureBytes);
        return new StorageEvent.FilesRemoved(in.torrentId(), failure);
    }

    private static StorageEvent spaceProbed(DirectBuffer buffer, int at, int blockLength, int schema) {
        SpaceProbedDecoder in = new SpaceProbedDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageEvent.SpaceProbed(in.torrentId(), in.freeBytes());
    }

    private static StorageEvent metadataAssembled(DirectBuffer buffer, int at, int blockLength, int schema) {
        MetadataAssembledDecoder in = new MetadataAssembledDecoder().wrap(buffer, at, blockLength, schema);
        byte[] specBytes = Blobs.room(in.specLength(), in.buffer(), in.limit());
        in.getSpec(specBytes, 0, specBytes.length);
        return new StorageEvent.MetadataAssembled(in.torrentId(), Blobs.spec(specBytes));
    }

    private static StorageEvent metadataHashMismatched(DirectBuffer buffer, int at, int blockLength, int schema) {
        MetadataHashMismatchedDecoder in = new MetadataHashMismatchedDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageEvent.MetadataHashMismatched(in.torrentId());
    }

    private static StorageEvent metadataRefused(DirectBuffer buffer, int at, int blockLength, int schema) {
        MetadataRefusedDecoder in = new MetadataRefusedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        return new StorageEvent.MetadataRefused(in.torrentId(), Blobs.constant(StorageFault.values(), in.fault()), Blobs.text(detailBytes));
    }

    private static StorageEvent filesMoved(DirectBuffer buffer, int at, int blockLength, int schema) {
        FilesMovedDecoder in = new FilesMovedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] directoryBytes = Blobs.room(in.directoryLength(), in.buffer(), in.limit());
        in.getDirectory(directoryBytes, 0, directoryBytes.length);
        byte[] stampsBytes = Blobs.room(in.stampsLength(), in.buffer(), in.limit());
        in.getStamps(stampsBytes, 0, stampsBytes.length);
        return new StorageEvent.FilesMoved(in.torrentId(), Blobs.text(directoryBytes), Blobs.stamps(stampsBytes));
    }

    private static StorageEvent filesMoveFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        FilesMoveFailedDecoder in = new FilesMoveFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        return new StorageEvent.FilesMoveFailed(in.torrentId(), Blobs.constant(StorageFault.values(), in.fault()), Blobs.text(detailBytes));
    }

    @Override
    public void onFilesMoved(StorageEvent.FilesMoved event) {
        FilesMovedEncoder out = new FilesMovedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId());
        out.directory(event.directory());
        byte[] stamps = Blobs.stamps(event.stamps());
        out.putStamps(stamps, 0, stamps.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onFilesMoveFailed(StorageEvent.FilesMoveFailed event) {
        FilesMoveFailedEncoder out = new FilesMoveFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).fault((short) event.fault().ordinal());
        out.detail(event.detail());
        target.end(out.encodedLength());
    }
}
