package dev.oxbow.journal.codec;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.TrackerEventHandler;
import dev.oxbow.journal.sbe.AnnounceFailedDecoder;
import dev.oxbow.journal.sbe.AnnounceFailedEncoder;
import dev.oxbow.journal.sbe.AnnounceSucceededDecoder;
import dev.oxbow.journal.sbe.AnnounceSucceededEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link TrackerEvent} records, as oxbow-journal.xml describes them. */
final class TrackerEventCodec implements TrackerEventHandler {
    private final EntryTarget target;

    TrackerEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        TrackerEvent record = switch (templateId) {
            case AnnounceSucceededDecoder.TEMPLATE_ID -> announceSucceeded(buffer, at, blockLength, schema);
            case AnnounceFailedDecoder.TEMPLATE_ID -> announceFailed(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onAnnounceSucceeded(TrackerEvent.AnnounceSucceeded event) {
        AnnounceSucceededEncoder out = new AnnounceSucceededEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).trackerIndex(event.trackerIndex()).operationId(event.operationId())
                .intervalSeconds(event.intervalSeconds()).minIntervalSeconds(event.minIntervalSeconds())
                .seedCount(event.seedCount()).leecherCount(event.leecherCount());
        out.trackerId(event.trackerId());
        out.warning(event.warning());
        byte[] peers = Blobs.endpoints(event.peers());
        out.putPeers(peers, 0, peers.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onAnnounceFailed(TrackerEvent.AnnounceFailed event) {
        AnnounceFailedEncoder out = new AnnounceFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(event.torrentId()).trackerIndex(event.trackerIndex()).operationId(event.operationId())
                .retryInSeconds(event.retryInSeconds());
        out.reason(event.reason());
        target.end(out.encodedLength());
    }

    private static TrackerEvent announceSucceeded(DirectBuffer buffer, int at, int blockLength, int schema) {
        AnnounceSucceededDecoder in = new AnnounceSucceededDecoder().wrap(buffer, at, blockLength, schema);
        byte[] trackerIdBytes = Blobs.room(in.trackerIdLength(), in.buffer(), in.limit());
        in.getTrackerId(trackerIdBytes, 0, trackerIdBytes.length);
        String trackerId = Blobs.text(trackerIdBytes);
        byte[] warningBytes = Blobs.room(in.warningLength(), in.buffer(), in.limit());
        in.getWarning(warningBytes, 0, warningBytes.length);
        String warning = Blobs.text(warningBytes);
        byte[] peersBytes = Blobs.room(in.peersLength(), in.buffer(), in.limit());
        in.getPeers(peersBytes, 0, peersBytes.length);
        return new TrackerEvent.AnnounceSucceeded(in.torrentId(), in.trackerIndex(), in.operationId(), in.intervalSeconds(),
                in.minIntervalSeconds(), in.seedCount(), in.leecherCount(), trackerId, warning, Blobs.endpoints(peersBytes));
    }

    private static TrackerEvent announceFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        AnnounceFailedDecoder in = new AnnounceFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] reasonBytes = Blobs.room(in.reasonLength(), in.buffer(), in.limit());
        in.getReason(reasonBytes, 0, reasonBytes.length);
        String reason = Blobs.text(reasonBytes);
        return new TrackerEvent.AnnounceFailed(in.torrentId(), in.trackerIndex(), in.operationId(), reason, in.retryInSeconds());
    }
}
