package dev.oxbow.journal.codec;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.event.WebSeedEventHandler;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.journal.sbe.WebSeedBlockReceivedDecoder;
import dev.oxbow.journal.sbe.WebSeedBlockReceivedEncoder;
import dev.oxbow.journal.sbe.WebSeedFailedDecoder;
import dev.oxbow.journal.sbe.WebSeedFailedEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link WebSeedEvent} records, as oxbow-journal.xml describes them. */
final class WebSeedEventCodec implements WebSeedEventHandler {
    private final EntryTarget target;

    WebSeedEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        WebSeedEvent record = switch (templateId) {
            case WebSeedBlockReceivedDecoder.TEMPLATE_ID -> webSeedBlockReceived(buffer, at, blockLength, schema);
            case WebSeedFailedDecoder.TEMPLATE_ID -> webSeedFailed(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onWebSeedBlockReceived(WebSeedEvent.WebSeedBlockReceived event) {
        WebSeedBlockReceivedEncoder out = new WebSeedBlockReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.fetchId(event.fetchId()).pieceIndex(event.pieceIndex()).blockIndex(Blobs.uint16(event.blockIndex())).slotId(event.slotId())
                .crc32c(event.crc32c());
        target.end(out.encodedLength());
    }

    @Override
    public void onWebSeedFailed(WebSeedEvent.WebSeedFailed event) {
        WebSeedFailedEncoder out = new WebSeedFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.fetchId(event.fetchId()).fault((short) event.fault().ordinal()).fileIndex(event.fileIndex())
                .retryAfterSeconds(event.retryAfterSeconds());
        out.detail(event.detail());
        target.end(out.encodedLength());
    }

    private static WebSeedEvent webSeedBlockReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        WebSeedBlockReceivedDecoder in = new WebSeedBlockReceivedDecoder().wrap(buffer, at, blockLength, schema);
        return new WebSeedEvent.WebSeedBlockReceived(in.fetchId(), in.pieceIndex(), in.blockIndex(), in.slotId(), in.crc32c());
    }

    private static WebSeedEvent webSeedFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        WebSeedFailedDecoder in = new WebSeedFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        return new WebSeedEvent.WebSeedFailed(in.fetchId(), Blobs.constant(WebSeedFault.values(), in.fault()), in.fileIndex(),
                in.retryAfterSeconds(), Blobs.text(detailBytes));
    }
}
