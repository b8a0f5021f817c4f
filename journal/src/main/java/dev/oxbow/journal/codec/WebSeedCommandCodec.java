package dev.oxbow.journal.codec;

import dev.oxbow.core.command.FetchCancelReason;
import dev.oxbow.core.command.FetchReason;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.command.WebSeedCommandHandler;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.WebSeedStyle;
import dev.oxbow.journal.sbe.CancelWebSeedFetchDecoder;
import dev.oxbow.journal.sbe.CancelWebSeedFetchEncoder;
import dev.oxbow.journal.sbe.DistrustWebSeedDecoder;
import dev.oxbow.journal.sbe.DistrustWebSeedEncoder;
import dev.oxbow.journal.sbe.FetchWebSeedRangeDecoder;
import dev.oxbow.journal.sbe.FetchWebSeedRangeEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link WebSeedCommand} records, as oxbow-journal.xml describes them. */
final class WebSeedCommandCodec implements WebSeedCommandHandler {
    private final EntryTarget target;

    WebSeedCommandCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        WebSeedCommand record = switch (templateId) {
            case FetchWebSeedRangeDecoder.TEMPLATE_ID -> fetchWebSeedRange(buffer, at, blockLength, schema);
            case CancelWebSeedFetchDecoder.TEMPLATE_ID -> cancelWebSeedFetch(buffer, at, blockLength, schema);
            case DistrustWebSeedDecoder.TEMPLATE_ID -> distrustWebSeed(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onFetchWebSeedRange(WebSeedCommand.FetchWebSeedRange command) {
        FetchWebSeedRangeEncoder out = new FetchWebSeedRangeEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.fetchId(command.fetchId()).torrentId(command.torrentId()).webSeedIndex(command.webSeedIndex())
                .putInfoHash(command.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES).style((short) command.style().ordinal())
                .pieceIndex(command.pieceIndex()).firstBlock(command.firstBlock()).blockCount(command.blockCount())
                .reason((short) command.reason().ordinal());
        out.url(command.url());
        target.end(out.encodedLength());
    }

    @Override
    public void onCancelWebSeedFetch(WebSeedCommand.CancelWebSeedFetch command) {
        CancelWebSeedFetchEncoder out = new CancelWebSeedFetchEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.fetchId(command.fetchId()).reason((short) command.reason().ordinal());
        target.end(out.encodedLength());
    }

    @Override
    public void onDistrustWebSeed(WebSeedCommand.DistrustWebSeed command) {
        DistrustWebSeedEncoder out = new DistrustWebSeedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).webSeedIndex(command.webSeedIndex()).pieceIndex(command.pieceIndex())
                .badSequence(command.badSequence()).goodSequence(command.goodSequence());
        byte[] badBlocks = command.badBlocks().toArray();
        out.putBadBlocks(badBlocks, 0, badBlocks.length);
        out.detail(command.detail());
        target.end(out.encodedLength());
    }

    private static WebSeedCommand fetchWebSeedRange(DirectBuffer buffer, int at, int blockLength, int schema) {
        FetchWebSeedRangeDecoder in = new FetchWebSeedRangeDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] urlBytes = Blobs.room(in.urlLength(), in.buffer(), in.limit());
        in.getUrl(urlBytes, 0, urlBytes.length);
        return new WebSeedCommand.FetchWebSeedRange(in.fetchId(), in.torrentId(), in.webSeedIndex(), InfoHash.of(infoHashBytes),
                Blobs.constant(WebSeedStyle.values(), in.style()), in.pieceIndex(), in.firstBlock(), in.blockCount(),
                Blobs.constant(FetchReason.values(), in.reason()), Blobs.text(urlBytes));
    }

    private static WebSeedCommand cancelWebSeedFetch(DirectBuffer buffer, int at, int blockLength, int schema) {
        CancelWebSeedFetchDecoder in = new CancelWebSeedFetchDecoder().wrap(buffer, at, blockLength, schema);
        return new WebSeedCommand.CancelWebSeedFetch(in.fetchId(), Blobs.constant(FetchCancelReason.values(), in.reason()));
    }

    private static WebSeedCommand distrustWebSeed(DirectBuffer buffer, int at, int blockLength, int schema) {
        DistrustWebSeedDecoder in = new DistrustWebSeedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] badBlocksBytes = Blobs.room(in.badBlocksLength(), in.buffer(), in.limit());
        in.getBadBlocks(badBlocksBytes, 0, badBlocksBytes.length);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        return new WebSeedCommand.DistrustWebSeed(in.torrentId(), in.webSeedIndex(), in.pieceIndex(), ByteString.wrap(badBlocksBytes),
                in.badSequence(), in.goodSequence(), Blobs.text(detailBytes));
    }
}
