package dev.oxbow.journal.codec;

import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.TrackerCommandHandler;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.journal.sbe.AnnounceDecoder;
import dev.oxbow.journal.sbe.AnnounceEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link TrackerCommand} records, as oxbow-journal.xml describes them. */
final class TrackerCommandCodec implements TrackerCommandHandler {
    private final EntryTarget target;

    TrackerCommandCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        TrackerCommand record = switch (templateId) {
            case AnnounceDecoder.TEMPLATE_ID -> announce(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onAnnounce(TrackerCommand.Announce command) {
        AnnounceEncoder out = new AnnounceEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).trackerIndex(command.trackerIndex()).operationId(command.operationId())
                .putInfoHash(command.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .putPeerId(command.peerId().bytes().toArray(), 0, PeerId.LENGTH_BYTES)
                .event((short) command.event().ordinal()).port(command.port()).uploadedBytes(command.uploadedBytes())
                .downloadedBytes(command.downloadedBytes()).leftBytes(command.leftBytes()).peersWanted(command.peersWanted())
                .key(command.key());
        out.url(command.url());
        out.trackerId(command.trackerId());
        target.end(out.encodedLength());
    }

    private static TrackerCommand announce(DirectBuffer buffer, int at, int blockLength, int schema) {
        AnnounceDecoder in = new AnnounceDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] peerIdBytes = new byte[PeerId.LENGTH_BYTES];
        in.getPeerId(peerIdBytes, 0, PeerId.LENGTH_BYTES);
        byte[] urlBytes = Blobs.room(in.urlLength(), in.buffer(), in.limit());
        in.getUrl(urlBytes, 0, urlBytes.length);
        String url = Blobs.text(urlBytes);
        byte[] trackerIdBytes = Blobs.room(in.trackerIdLength(), in.buffer(), in.limit());
        in.getTrackerId(trackerIdBytes, 0, trackerIdBytes.length);
        String trackerId = Blobs.text(trackerIdBytes);
        return new TrackerCommand.Announce(in.torrentId(), in.trackerIndex(), in.operationId(), url,
                InfoHash.of(infoHashBytes), PeerId.of(peerIdBytes), Blobs.constant(AnnounceEvent.values(), in.event()),
                in.port(), in.uploadedBytes(), in.downloadedBytes(), in.leftBytes(), in.peersWanted(), in.key(), trackerId);
    }
}
