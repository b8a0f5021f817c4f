package dev.oxbow.journal.codec;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.PeerEventHandler;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.journal.sbe.AllowedFastReceivedDecoder;
import dev.oxbow.journal.sbe.AllowedFastReceivedEncoder;
import dev.oxbow.journal.sbe.BitfieldReceivedDecoder;
import dev.oxbow.journal.sbe.BitfieldReceivedEncoder;
import dev.oxbow.journal.sbe.BlockReceivedDecoder;
import dev.oxbow.journal.sbe.BlockReceivedEncoder;
import dev.oxbow.journal.sbe.BlockSentDecoder;
import dev.oxbow.journal.sbe.BlockSentEncoder;
import dev.oxbow.journal.sbe.BlocksSentDecoder;
import dev.oxbow.journal.sbe.BlocksSentEncoder;
import dev.oxbow.journal.sbe.BlocksReceivedDecoder;
import dev.oxbow.journal.sbe.BlocksReceivedEncoder;
import dev.oxbow.journal.sbe.CancelReceivedDecoder;
import dev.oxbow.journal.sbe.CancelReceivedEncoder;
import dev.oxbow.journal.sbe.ChokeReceivedDecoder;
import dev.oxbow.journal.sbe.ChokeReceivedEncoder;
import dev.oxbow.journal.sbe.DhtPortReceivedDecoder;
import dev.oxbow.journal.sbe.DhtPortReceivedEncoder;
import dev.oxbow.journal.sbe.DontHaveReceivedDecoder;
import dev.oxbow.journal.sbe.DontHaveReceivedEncoder;
import dev.oxbow.journal.sbe.ExtendedHandshakeReceivedDecoder;
import dev.oxbow.journal.sbe.ExtendedHandshakeReceivedEncoder;
import dev.oxbow.journal.sbe.HaveAllReceivedDecoder;
import dev.oxbow.journal.sbe.HaveAllReceivedEncoder;
import dev.oxbow.journal.sbe.HaveNoneReceivedDecoder;
import dev.oxbow.journal.sbe.HaveNoneReceivedEncoder;
import dev.oxbow.journal.sbe.HaveReceivedDecoder;
import dev.oxbow.journal.sbe.HaveReceivedEncoder;
import dev.oxbow.journal.sbe.InterestedReceivedDecoder;
import dev.oxbow.journal.sbe.InterestedReceivedEncoder;
import dev.oxbow.journal.sbe.KeepAliveReceivedDecoder;
import dev.oxbow.journal.sbe.KeepAliveReceivedEncoder;
import dev.oxbow.journal.sbe.MetadataPieceReceivedDecoder;
import dev.oxbow.journal.sbe.MetadataPieceReceivedEncoder;
import dev.oxbow.journal.sbe.MetadataRejectReceivedDecoder;
import dev.oxbow.journal.sbe.MetadataRejectReceivedEncoder;
import dev.oxbow.journal.sbe.MetadataRequestReceivedDecoder;
import dev.oxbow.journal.sbe.MetadataRequestReceivedEncoder;
import dev.oxbow.journal.sbe.NotInterestedReceivedDecoder;
import dev.oxbow.journal.sbe.NotInterestedReceivedEncoder;
import dev.oxbow.journal.sbe.PexReceivedDecoder;
import dev.oxbow.journal.sbe.PexReceivedEncoder;
import dev.oxbow.journal.sbe.RejectReceivedDecoder;
import dev.oxbow.journal.sbe.RejectReceivedEncoder;
import dev.oxbow.journal.sbe.RequestReceivedDecoder;
import dev.oxbow.journal.sbe.RequestReceivedEncoder;
import dev.oxbow.journal.sbe.RequestsReceivedDecoder;
import dev.oxbow.journal.sbe.RequestsReceivedEncoder;
import dev.oxbow.journal.sbe.SuggestReceivedDecoder;
import dev.oxbow.journal.sbe.SuggestReceivedEncoder;
import dev.oxbow.journal.sbe.UnchokeReceivedDecoder;
import dev.oxbow.journal.sbe.UnchokeReceivedEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link PeerEvent} records, as oxbow-journal.xml describes them. */
final class PeerEventCodec implements PeerEventHandler {
    private final EntryTarget target;

    PeerEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        PeerEvent record = switch (templateId) {
            case KeepAliveReceivedDecoder.TEMPLATE_ID -> keepAliveReceived(buffer, at, blockLength, schema);
            case ChokeReceivedDecoder.TEMPLATE_ID -> chokeReceived(buffer, at, blockLength, schema);
            case UnchokeReceivedDecoder.TEMPLATE_ID -> unchokeReceived(buffer, at, blockLength, schema);
            case InterestedReceivedDecoder.TEMPLATE_ID -> interestedReceived(buffer, at, blockLength, schema);
            case NotInterestedReceivedDecoder.TEMPLATE_ID -> notInterestedReceived(buffer, at, blockLength, schema);
            case HaveReceivedDecoder.TEMPLATE_ID -> haveReceived(buffer, at, blockLength, schema);
            case BitfieldReceivedDecoder.TEMPLATE_ID -> bitfieldReceived(buffer, at, blockLength, schema);
            case RequestReceivedDecoder.TEMPLATE_ID -> requestReceived(buffer, at, blockLength, schema);
            case RequestsReceivedDecoder.TEMPLATE_ID -> requestsReceived(buffer, at, blockLength, schema);
            case CancelReceivedDecoder.TEMPLATE_ID -> cancelReceived(buffer, at, blockLength, schema);
            case BlockReceivedDecoder.TEMPLATE_ID -> blockReceived(buffer, at, blockLength, schema);
            case BlocksReceivedDecoder.TEMPLATE_ID -> blocksReceived(buffer, at, blockLength, schema);
            case DhtPortReceivedDecoder.TEMPLATE_ID -> dhtPortReceived(buffer, at, blockLength, schema);
            case ExtendedHandshakeReceivedDecoder.TEMPLATE_ID -> extendedHandshakeReceived(buffer, at, blockLength, schema);
            case BlockSentDecoder.TEMPLATE_ID -> blockSent(buffer, at, blockLength, schema);
            case BlocksSentDecoder.TEMPLATE_ID -> blocksSent(buffer, at, blockLength, schema);
            case HaveAllReceivedDecoder.TEMPLATE_ID -> haveAllReceived(buffer, at, blockLength, schema);
            case HaveNoneReceivedDecoder.TEMPLATE_ID -> haveNoneReceived(buffer, at, blockLength, schema);
            case SuggestReceivedDecoder.TEMPLATE_ID -> suggestReceived(buffer, at, blockLength, schema);
            case RejectReceivedDecoder.TEMPLATE_ID -> rejectReceived(buffer, at, blockLength, schema);
            case AllowedFastReceivedDecoder.TEMPLATE_ID -> allowedFastReceived(buffer, at, blockLength, schema);
            case DontHaveReceivedDecoder.TEMPLATE_ID -> dontHaveReceived(buffer, at, blockLength, schema);
            case MetadataRequestReceivedDecoder.TEMPLATE_ID -> metadataRequestReceived(buffer, at, blockLength, schema);
            case MetadataPieceReceivedDecoder.TEMPLATE_ID -> metadataPieceReceived(buffer, at, blockLength, schema);
            case MetadataRejectReceivedDecoder.TEMPLATE_ID -> metadataRejectReceived(buffer, at, blockLength, schema);
            case PexReceivedDecoder.TEMPLATE_ID -> pexReceived(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onKeepAliveReceived(PeerEvent.KeepAliveReceived event) {
        KeepAliveReceivedEncoder out = new KeepAliveReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onChokeReceived(PeerEvent.ChokeReceived event) {
        ChokeReceivedEncoder out = new ChokeReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onUnchokeReceived(PeerEvent.UnchokeReceived event) {
        UnchokeReceivedEncoder out = new UnchokeReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onInterestedReceived(PeerEvent.InterestedReceived event) {
        InterestedReceivedEncoder out = new InterestedReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onNotInterestedReceived(PeerEvent.NotInterestedReceived event) {
        NotInterestedReceivedEncoder out = new NotInterestedReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onHaveReceived(PeerEvent.HaveReceived event) {
        HaveReceivedEncoder out = new HaveReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onBitfieldReceived(PeerEvent.BitfieldReceived event) {
        BitfieldReceivedEncoder out = new BitfieldReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        byte[] bits = event.bits().toArray();
        out.putBits(bits, 0, bits.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onRequestReceived(PeerEvent.RequestReceived event) {
        RequestReceivedEncoder out = new RequestReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex()).offsetBytes(event.offsetBytes())
                .lengthBytes(event.lengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onRequestsReceived(PeerEvent.RequestsReceived event) {
        RequestsReceivedEncoder out = new RequestsReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex()).offsetBytes(event.offsetBytes())
                .lengthBytes(event.lengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onCancelReceived(PeerEvent.CancelReceived event) {
        CancelReceivedEncoder out = new CancelReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex()).offsetBytes(event.offsetBytes())
                .lengthBytes(event.lengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onBlockReceived(PeerEvent.BlockReceived event) {
        BlockReceivedEncoder out = new BlockReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex()).blockIndex(Blobs.uint16(event.blockIndex()))
                .slotId(event.slotId()).crc32c(event.crc32c());
        target.end(out.encodedLength());
    }

    @Override
    public void onBlocksReceived(PeerEvent.BlocksReceived event) {
        BlocksReceivedEncoder out = new BlocksReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex()).firstBlock(Blobs.uint16(event.firstBlock()));
        byte[] blocks = BlockRuns.received(event.blocks());
        out.putBlocks(blocks, 0, blocks.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onDhtPortReceived(PeerEvent.DhtPortReceived event) {
        DhtPortReceivedEncoder out = new DhtPortReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).port(event.port());
        target.end(out.encodedLength());
    }

    @Override
    public void onExtendedHandshakeReceived(PeerEvent.ExtendedHandshakeReceived event) {
        ExtendedHandshakeReceivedEncoder out =
                new ExtendedHandshakeReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).requestQueueMax(event.requestQueueMax()).listenPort(event.listenPort())
                .metadataLengthBytes(event.metadataLengthBytes()).uploadOnly((short) (event.uploadOnly() ? 1 : 0))
                .peerExchange((short) (event.peerExchange() ? 1 : 0));
        out.client(event.client());
        target.end(out.encodedLength());
    }

    @Override
    public void onBlockSent(PeerEvent.BlockSent event) {
        BlockSentEncoder out = new BlockSentEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex()).offsetBytes(event.offsetBytes())
                .lengthBytes(event.lengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onBlocksSent(PeerEvent.BlocksSent event) {
        BlocksSentEncoder out = new BlocksSentEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex()).offsetBytes(event.offsetBytes())
                .lengthBytes(event.lengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onHaveAllReceived(PeerEvent.HaveAllReceived event) {
        HaveAllReceivedEncoder out = new HaveAllReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onHaveNoneReceived(PeerEvent.HaveNoneReceived event) {
        HaveNoneReceivedEncoder out = new HaveNoneReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onSuggestReceived(PeerEvent.SuggestReceived event) {
        SuggestReceivedEncoder out = new SuggestReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onRejectReceived(PeerEvent.RejectReceived event) {
        RejectReceivedEncoder out = new RejectReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex()).offsetBytes(event.offsetBytes())
                .lengthBytes(event.lengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onAllowedFastReceived(PeerEvent.AllowedFastReceived event) {
        AllowedFastReceivedEncoder out = new AllowedFastReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onDontHaveReceived(PeerEvent.DontHaveReceived event) {
        DontHaveReceivedEncoder out = new DontHaveReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onMetadataRequestReceived(PeerEvent.MetadataRequestReceived event) {
        MetadataRequestReceivedEncoder out = new MetadataRequestReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onMetadataPieceReceived(PeerEvent.MetadataPieceReceived event) {
        MetadataPieceReceivedEncoder out = new MetadataPieceReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex()).lengthBytes(event.lengthBytes()).crc32c(event.crc32c());
        target.end(out.encodedLength());
    }

    @Override
    public void onMetadataRejectReceived(PeerEvent.MetadataRejectReceived event) {
        MetadataRejectReceivedEncoder out = new MetadataRejectReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).pieceIndex(event.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onPexReceived(PeerEvent.PexReceived event) {
        PexReceivedEncoder out = new PexReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        byte[] added = Blobs.endpoints(event.added());
        out.putAdded(added, 0, added.length);
        byte[] addedFlags = event.addedFlags().toArray();
        out.putAddedFlags(addedFlags, 0, addedFlags.length);
        byte[] dropped = Blobs.endpoints(event.dropped());
        out.putDropped(dropped, 0, dropped.length);
        target.end(out.encodedLength());
    }

    private static PeerEvent keepAliveReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        KeepAliveReceivedDecoder in = new KeepAliveReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.KeepAliveReceived(in.connectionId());
    }

    private static PeerEvent chokeReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        ChokeReceivedDecoder in = new ChokeReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.ChokeReceived(in.connectionId());
    }

    private static PeerEvent unchokeReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        UnchokeReceivedDecoder in = new UnchokeReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.UnchokeReceived(in.connectionId());
    }

    private static PeerEvent interestedReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        InterestedReceivedDecoder in = new InterestedReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.InterestedReceived(in.connectionId());
    }

    private static PeerEvent notInterestedReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        NotInterestedReceivedDecoder in = new NotInterestedReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.NotInterestedReceived(in.connectionId());
    }

    private static PeerEvent haveReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        HaveReceivedDecoder in = new HaveReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.HaveReceived(in.connectionId(), in.pieceIndex());
    }

    private static PeerEvent bitfieldReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        BitfieldReceivedDecoder in = new BitfieldReceivedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] bitsBytes = Blobs.room(in.bitsLength(), in.buffer(), in.limit());
        in.getBits(bitsBytes, 0, bitsBytes.length);
        return new PeerEvent.BitfieldReceived(in.connectionId(), ByteString.wrap(bitsBytes));
    }

    private static PeerEvent requestReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        RequestReceivedDecoder in = new RequestReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.RequestReceived(in.connectionId(), in.pieceIndex(), in.offsetBytes(), in.lengthBytes());
    }

    private static PeerEvent requestsReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        RequestsReceivedDecoder in = new RequestsReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.RequestsReceived(in.connectionId(), in.pieceIndex(), in.offsetBytes(), in.lengthBytes());
    }

    private static PeerEvent cancelReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        CancelReceivedDecoder in = new CancelReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.CancelReceived(in.connectionId(), in.pieceIndex(), in.offsetBytes(), in.lengthBytes());
    }

    private static PeerEvent blockReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        BlockReceivedDecoder in = new BlockReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.BlockReceived(in.connectionId(), in.pieceIndex(), in.blockIndex(), in.slotId(), in.crc32c());
    }

    private static PeerEvent blocksReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        BlocksReceivedDecoder in = new BlocksReceivedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] blocks = Blobs.room(in.blocksLength(), buffer, in.limit());
        in.getBlocks(blocks, 0, blocks.length);
        return new PeerEvent.BlocksReceived(in.connectionId(), in.pieceIndex(), in.firstBlock(), BlockRuns.received(blocks));
    }

    private static PeerEvent dhtPortReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtPortReceivedDecoder in = new DhtPortReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.DhtPortReceived(in.connectionId(), in.port());
    }

    private static PeerEvent extendedHandshakeReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        ExtendedHandshakeReceivedDecoder in = new ExtendedHandshakeReceivedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] clientBytes = Blobs.room(in.clientLength(), in.buffer(), in.limit());
        in.getClient(clientBytes, 0, clientBytes.length);
        String client = Blobs.text(clientBytes);
        return new PeerEvent.ExtendedHandshakeReceived(in.connectionId(), client, in.requestQueueMax(), in.listenPort(),
                in.metadataLengthBytes(), in.uploadOnly() == 1, in.peerExchange() == 1);
    }

    private static PeerEvent blockSent(DirectBuffer buffer, int at, int blockLength, int schema) {
        BlockSentDecoder in = new BlockSentDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.BlockSent(in.connectionId(), in.pieceIndex(), in.offsetBytes(), in.lengthBytes());
    }

    private static PeerEvent blocksSent(DirectBuffer buffer, int at, int blockLength, int schema) {
        BlocksSentDecoder in = new BlocksSentDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.BlocksSent(in.connectionId(), in.pieceIndex(), in.offsetBytes(), in.lengthBytes());
    }

    private static PeerEvent haveAllReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        HaveAllReceivedDecoder in = new HaveAllReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.HaveAllReceived(in.connectionId());
    }

    private static PeerEvent haveNoneReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        HaveNoneReceivedDecoder in = new HaveNoneReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.HaveNoneReceived(in.connectionId());
    }

    private static PeerEvent suggestReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        SuggestReceivedDecoder in = new SuggestReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.SuggestReceived(in.connectionId(), in.pieceIndex());
    }

    private static PeerEvent rejectReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        RejectReceivedDecoder in = new RejectReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.RejectReceived(in.connectionId(), in.pieceIndex(), in.offsetBytes(), in.lengthBytes());
    }

    private static PeerEvent allowedFastReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        AllowedFastReceivedDecoder in = new AllowedFastReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.AllowedFastReceived(in.connectionId(), in.pieceIndex());
    }

    private static PeerEvent dontHaveReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        DontHaveReceivedDecoder in = new DontHaveReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.DontHaveReceived(in.connectionId(), in.pieceIndex());
    }

    private static PeerEvent metadataRequestReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        MetadataRequestReceivedDecoder in = new MetadataRequestReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.MetadataRequestReceived(in.connectionId(), in.pieceIndex());
    }

    private static PeerEvent metadataPieceReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        MetadataPieceReceivedDecoder in = new MetadataPieceReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.MetadataPieceReceived(in.connectionId(), in.pieceIndex(), in.lengthBytes(), in.crc32c());
    }

    private static PeerEvent metadataRejectReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        MetadataRejectReceivedDecoder in = new MetadataRejectReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerEvent.MetadataRejectReceived(in.connectionId(), in.pieceIndex());
    }

    private static PeerEvent pexReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        PexReceivedDecoder in = new PexReceivedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] addedBytes = Blobs.room(in.addedLength(), in.buffer(), in.limit());
        in.getAdded(addedBytes, 0, addedBytes.length);
        byte[] addedFlagsBytes = Blobs.room(in.addedFlagsLength(), in.buffer(), in.limit());
        in.getAddedFlags(addedFlagsBytes, 0, addedFlagsBytes.length);
        byte[] droppedBytes = Blobs.room(in.droppedLength(), in.buffer(), in.limit());
        in.getDropped(droppedBytes, 0, droppedBytes.length);
        return new PeerEvent.PexReceived(in.connectionId(), Blobs.endpoints(addedBytes), ByteString.wrap(addedFlagsBytes),
                Blobs.endpoints(droppedBytes));
    }
}
