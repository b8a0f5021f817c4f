package dev.oxbow.journal.codec;

import dev.oxbow.core.command.DiscardReason;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.StorageCommandHandler;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.journal.sbe.AssembleMetadataDecoder;
import dev.oxbow.journal.sbe.AssembleMetadataEncoder;
import dev.oxbow.journal.sbe.CloseFilesDecoder;
import dev.oxbow.journal.sbe.CloseFilesEncoder;
import dev.oxbow.journal.sbe.DiscardBlockDecoder;
import dev.oxbow.journal.sbe.DiscardBlockEncoder;
import dev.oxbow.journal.sbe.MoveFilesDecoder;
import dev.oxbow.journal.sbe.MoveFilesEncoder;
import dev.oxbow.journal.sbe.OpenFilesDecoder;
import dev.oxbow.journal.sbe.OpenFilesEncoder;
import dev.oxbow.journal.sbe.ProbeSpaceDecoder;
import dev.oxbow.journal.sbe.ProbeSpaceEncoder;
import dev.oxbow.journal.sbe.RemoveFilesDecoder;
import dev.oxbow.journal.sbe.RemoveFilesEncoder;
import dev.oxbow.journal.sbe.SelectFilesDecoder;
import dev.oxbow.journal.sbe.SelectFilesEncoder;
import dev.oxbow.journal.sbe.SyncFilesDecoder;
import dev.oxbow.journal.sbe.SyncFilesEncoder;
import dev.oxbow.journal.sbe.VerifyPieceDecoder;
import dev.oxbow.journal.sbe.VerifyPieceEncoder;
import dev.oxbow.journal.sbe.WriteBlockDecoder;
import dev.oxbow.journal.sbe.WriteBlockEncoder;
import dev.oxbow.journal.sbe.WriteBlocksDecoder;
import dev.oxbow.journal.sbe.WriteBlocksEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link StorageCommand} records, as oxbow-journal.xml describes them. */
final class StorageCommandCodec implements StorageCommandHandler {
    private final EntryTarget target;

    StorageCommandCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        StorageCommand record = switch (templateId) {
            case OpenFilesDecoder.TEMPLATE_ID -> openFiles(buffer, at, blockLength, schema);
            case WriteBlockDecoder.TEMPLATE_ID -> writeBlock(buffer, at, blockLength, schema);
            case WriteBlocksDecoder.TEMPLATE_ID -> writeBlocks(buffer, at, blockLength, schema);
            case DiscardBlockDecoder.TEMPLATE_ID -> discardBlock(buffer, at, blockLength, schema);
            case VerifyPieceDecoder.TEMPLATE_ID -> verifyPiece(buffer, at, blockLength, schema);
            case SyncFilesDecoder.TEMPLATE_ID -> syncFiles(buffer, at, blockLength, schema);
            case CloseFilesDecoder.TEMPLATE_ID -> closeFiles(buffer, at, blockLength, schema);
            case RemoveFilesDecoder.TEMPLATE_ID -> removeFiles(buffer, at, blockLength, schema);
            case ProbeSpaceDecoder.TEMPLATE_ID -> probeSpace(buffer, at, blockLength, schema);
            case SelectFilesDecoder.TEMPLATE_ID -> selectFiles(buffer, at, blockLength, schema);
            case AssembleMetadataDecoder.TEMPLATE_ID -> assembleMetadata(buffer, at, blockLength, schema);
            case MoveFilesDecoder.TEMPLATE_ID -> moveFiles(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onOpenFiles(StorageCommand.OpenFiles command) {
        OpenFilesEncoder out = new OpenFilesEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).putInfoHash(command.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        out.directory(command.directory());
        target.end(out.encodedLength());
    }

    @Override
    public void onWriteBlock(StorageCommand.WriteBlock command) {
        WriteBlockEncoder out = new WriteBlockEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).pieceIndex(command.pieceIndex()).blockIndex(Blobs.uint16(command.blockIndex()))
                .slotId(command.slotId());
        target.end(out.encodedLength());
    }

    @Override
    public void onWriteBlocks(StorageCommand.WriteBlocks command) {
        WriteBlocksEncoder out = new WriteBlocksEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).pieceIndex(command.pieceIndex()).firstBlock(Blobs.uint16(command.firstBlock()));
        byte[] slotIds = BlockRuns.slots(command.slotIds());
        out.putSlotIds(slotIds, 0, slotIds.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onDiscardBlock(StorageCommand.DiscardBlock command) {
        DiscardBlockEncoder out = new DiscardBlockEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.slotId(command.slotId()).reason((short) command.reason().ordinal());
        target.end(out.encodedLength());
    }

    @Override
    public void onVerifyPiece(StorageCommand.VerifyPiece command) {
        VerifyPieceEncoder out = new VerifyPieceEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).pieceIndex(command.pieceIndex()).reason((short) command.reason().ordinal());
        target.end(out.encodedLength());
    }

    @Override
    public void onSyncFiles(StorageCommand.SyncFiles command) {
        SyncFilesEncoder out = new SyncFilesEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).operationId(command.operationId());
        byte[] files = command.files().toArray();
        out.putFiles(files, 0, files.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onCloseFiles(StorageCommand.CloseFiles command) {
        CloseFilesEncoder out = new CloseFilesEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId());
        target.end(out.encodedLength());
    }

    @Override
    public void onRemoveFiles(StorageCommand.RemoveFiles command) {
        RemoveFilesEncoder out = new RemoveFilesEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId());
        target.end(out.encodedLength());
    }

    @Override
    public void onProbeSpace(StorageCommand.ProbeSpace command) {
        ProbeSpaceEncoder out = new ProbeSpaceEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId());
        target.end(out.encodedLength());
    }

    @Override
    public void onSelectFiles(StorageCommand.SelectFiles command) {
        SelectFilesEncoder out = new SelectFilesEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId());
        byte[] wanted = command.wanted().toArray();
        out.putWanted(wanted, 0, wanted.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onAssembleMetadata(StorageCommand.AssembleMetadata command) {
        AssembleMetadataEncoder out = new AssembleMetadataEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).putInfoHash(command.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .lengthBytes(command.lengthBytes());
        byte[] senders = Blobs.longs(command.senders());
        out.putSenders(senders, 0, senders.length);
        byte[] trackers = Blobs.texts(command.trackers());
        out.putTrackers(trackers, 0, trackers.length);
        byte[] webSeeds = Blobs.texts(command.webSeeds());
        out.putWebSeeds(webSeeds, 0, webSeeds.length);
        target.end(out.encodedLength());
    }

    private static StorageCommand openFiles(DirectBuffer buffer, int at, int blockLength, int schema) {
        OpenFilesDecoder in = new OpenFilesDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] directoryBytes = Blobs.room(in.directoryLength(), in.buffer(), in.limit());
        in.getDirectory(directoryBytes, 0, directoryBytes.length);
        String directory = Blobs.text(directoryBytes);
        return new StorageCommand.OpenFiles(in.torrentId(), InfoHash.of(infoHashBytes), directory);
    }

    private static StorageCommand writeBlock(DirectBuffer buffer, int at, int blockLength, int schema) {
        WriteBlockDecoder in = new WriteBlockDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageCommand.WriteBlock(in.torrentId(), in.pieceIndex(), in.blockIndex(), in.slotId());
    }

    private static StorageCommand writeBlocks(DirectBuffer buffer, int at, int blockLength, int schema) {
        WriteBlocksDecoder in = new WriteBlocksDecoder().wrap(buffer, at, blockLength, schema);
        byte[] slotIds = Blobs.room(in.slotIdsLength(), buffer, in.limit());
        in.getSlotIds(slotIds, 0, slotIds.length);
        return new StorageCommand.WriteBlocks(in.torrentId(), in.pieceIndex(), in.firstBlock(), BlockRuns.slots(slotIds));
    }

    private static StorageCommand discardBlock(DirectBuffer buffer, int at, int blockLength, int schema) {
        DiscardBlockDecoder in = new DiscardBlockDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageCommand.DiscardBlock(in.slotId(), Blobs.constant(DiscardReason.values(), in.reason()));
    }

    private static StorageCommand verifyPiece(DirectBuffer buffer, int at, int blockLength, int schema) {
        VerifyPieceDecoder in = new VerifyPieceDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageCommand.VerifyPiece(in.torrentId(), in.pieceIndex(),
                Blobs.constant(VerifyReason.values(), in.reason()));
    }

    private static StorageCommand syncFiles(DirectBuffer buffer, int at, int blockLength, int schema) {
        SyncFilesDecoder in = new SyncFilesDecoder().wrap(buffer, at, blockLength, schema);
        byte[] filesBytes = Blobs.room(in.filesLength(), in.buffer(), in.limit());
        in.getFiles(filesBytes, 0, filesBytes.length);
        return new StorageCommand.SyncFiles(in.torrentId(), in.operationId(), ByteString.wrap(filesBytes));
    }

    private static StorageCommand closeFiles(DirectBuffer buffer, int at, int blockLength, int schema) {
        CloseFilesDecoder in = new CloseFilesDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageCommand.CloseFiles(in.torrentId());
    }

    private static StorageCommand removeFiles(DirectBuffer buffer, int at, int blockLength, int schema) {
        RemoveFilesDecoder in = new RemoveFilesDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageCommand.RemoveFiles(in.torrentId());
    }

    private static StorageCommand probeSpace(DirectBuffer buffer, int at, int blockLength, int schema) {
        ProbeSpaceDecoder in = new ProbeSpaceDecoder().wrap(buffer, at, blockLength, schema);
        return new StorageCommand.ProbeSpace(in.torrentId());
    }

    private static StorageCommand selectFiles(DirectBuffer buffer, int at, int blockLength, int schema) {
        SelectFilesDecoder in = new SelectFilesDecoder().wrap(buffer, at, blockLength, schema);
        byte[] wantedBytes = Blobs.room(in.wantedLength(), in.buffer(), in.limit());
        in.getWanted(wantedBytes, 0, wantedBytes.length);
        return new StorageCommand.SelectFiles(in.torrentId(), ByteString.wrap(wantedBytes));
    }

    private static StorageCommand assembleMetadata(DirectBuffer buffer, int at, int blockLength, int schema) {
        AssembleMetadataDecoder in = new AssembleMetadataDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] sendersBytes = Blobs.room(in.sendersLength(), in.buffer(), in.limit());
        in.getSenders(sendersBytes, 0, sendersBytes.length);
        byte[] trackersBytes = Blobs.room(in.trackersLength(), in.buffer(), in.limit());
        in.getTrackers(trackersBytes, 0, trackersBytes.length);
        byte[] webSeedsBytes = Blobs.room(in.webSeedsLength(), in.buffer(), in.limit());
        in.getWebSeeds(webSeedsBytes, 0, webSeedsBytes.length);
        return new StorageCommand.AssembleMetadata(in.torrentId(), InfoHash.of(infoHashBytes), in.lengthBytes(),
                Blobs.longs(sendersBytes), Blobs.texts(trackersBytes), Blobs.texts(webSeedsBytes));
    }

    private static StorageCommand moveFiles(DirectBuffer buffer, int at, int blockLength, int schema) {
        MoveFilesDecoder in = new MoveFilesDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] fromBytes = Blobs.room(in.fromLength(), in.buffer(), in.limit());
        in.getFrom(fromBytes, 0, fromBytes.length);
        byte[] toBytes = Blobs.room(in.toLength(), in.buffer(), in.limit());
        in.getTo(toBytes, 0, toBytes.length);
        return new StorageCommand.MoveFiles(in.torrentId(), InfoHash.of(infoHashBytes), Blobs.text(fromBytes), Blobs.text(toBytes));
    }

    @Override
    public void onMoveFiles(StorageCommand.MoveFiles command) {
        MoveFilesEncoder out = new MoveFilesEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).putInfoHash(command.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        out.from(command.from());
        out.to(command.to());
        target.end(out.encodedLength());
    }
}
