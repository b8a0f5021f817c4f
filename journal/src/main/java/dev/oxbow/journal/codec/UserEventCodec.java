package dev.oxbow.journal.codec;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.UserEventHandler;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.WebSeedStyle;
import dev.oxbow.journal.sbe.AddMagnetRequestedDecoder;
import dev.oxbow.journal.sbe.AddMagnetRequestedEncoder;
import dev.oxbow.journal.sbe.AddPeerRequestedDecoder;
import dev.oxbow.journal.sbe.AddPeerRequestedEncoder;
import dev.oxbow.journal.sbe.AddTorrentRequestedDecoder;
import dev.oxbow.journal.sbe.AddTorrentRequestedEncoder;
import dev.oxbow.journal.sbe.AddWebSeedRequestedDecoder;
import dev.oxbow.journal.sbe.AddWebSeedRequestedEncoder;
import dev.oxbow.journal.sbe.AnnounceRequestedDecoder;
import dev.oxbow.journal.sbe.AnnounceRequestedEncoder;
import dev.oxbow.journal.sbe.FilesSelectedDecoder;
import dev.oxbow.journal.sbe.FilesSelectedEncoder;
import dev.oxbow.journal.sbe.MoveTorrentRequestedDecoder;
import dev.oxbow.journal.sbe.MoveTorrentRequestedEncoder;
import dev.oxbow.journal.sbe.PauseTorrentRequestedDecoder;
import dev.oxbow.journal.sbe.PauseTorrentRequestedEncoder;
import dev.oxbow.journal.sbe.PickOrderRequestedDecoder;
import dev.oxbow.journal.sbe.PickOrderRequestedEncoder;
import dev.oxbow.journal.sbe.RecheckRequestedDecoder;
import dev.oxbow.journal.sbe.RecheckRequestedEncoder;
import dev.oxbow.journal.sbe.RemoveTorrentRequestedDecoder;
import dev.oxbow.journal.sbe.RemoveTorrentRequestedEncoder;
import dev.oxbow.journal.sbe.ResumeTorrentRequestedDecoder;
import dev.oxbow.journal.sbe.ResumeTorrentRequestedEncoder;
import dev.oxbow.journal.sbe.SeedGoalRequestedDecoder;
import dev.oxbow.journal.sbe.SeedGoalRequestedEncoder;
import dev.oxbow.journal.sbe.SessionLimitsRequestedDecoder;
import dev.oxbow.journal.sbe.SessionLimitsRequestedEncoder;
import dev.oxbow.journal.sbe.TorrentLimitsRequestedDecoder;
import dev.oxbow.journal.sbe.TorrentLimitsRequestedEncoder;
import dev.oxbow.journal.sbe.UnbanRequestedDecoder;
import dev.oxbow.journal.sbe.UnbanRequestedEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link UserEvent} records, as oxbow-journal.xml describes them. */
final class UserEventCodec implements UserEventHandler {
    private final EntryTarget target;

    UserEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        UserEvent record = switch (templateId) {
            case AddTorrentRequestedDecoder.TEMPLATE_ID -> addTorrentRequested(buffer, at, blockLength, schema);
            case RemoveTorrentRequestedDecoder.TEMPLATE_ID -> removeTorrentRequested(buffer, at, blockLength, schema);
            case PauseTorrentRequestedDecoder.TEMPLATE_ID -> pauseTorrentRequested(buffer, at, blockLength, schema);
            case ResumeTorrentRequestedDecoder.TEMPLATE_ID -> resumeTorrentRequested(buffer, at, blockLength, schema);
            case RecheckRequestedDecoder.TEMPLATE_ID -> recheckRequested(buffer, at, blockLength, schema);
            case AnnounceRequestedDecoder.TEMPLATE_ID -> announceRequested(buffer, at, blockLength, schema);
            case AddPeerRequestedDecoder.TEMPLATE_ID -> addPeerRequested(buffer, at, blockLength, schema);
            case UnbanRequestedDecoder.TEMPLATE_ID -> unbanRequested(buffer, at, blockLength, schema);
            case FilesSelectedDecoder.TEMPLATE_ID -> filesSelected(buffer, at, blockLength, schema);
            case PickOrderRequestedDecoder.TEMPLATE_ID -> pickOrderRequested(buffer, at, blockLength, schema);
            case SessionLimitsRequestedDecoder.TEMPLATE_ID -> sessionLimitsRequested(buffer, at, blockLength, schema);
            case TorrentLimitsRequestedDecoder.TEMPLATE_ID -> torrentLimitsRequested(buffer, at, blockLength, schema);
            case SeedGoalRequestedDecoder.TEMPLATE_ID -> seedGoalRequested(buffer, at, blockLength, schema);
            case AddWebSeedRequestedDecoder.TEMPLATE_ID -> addWebSeedRequested(buffer, at, blockLength, schema);
            case AddMagnetRequestedDecoder.TEMPLATE_ID -> addMagnetRequested(buffer, at, blockLength, schema);
            case MoveTorrentRequestedDecoder.TEMPLATE_ID -> moveTorrentRequested(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onAddTorrentRequested(UserEvent.AddTorrentRequested event) {
        AddTorrentRequestedEncoder out = new AddTorrentRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).wish((short) event.wish().ordinal());
        byte[] spec = Blobs.spec(event.spec());
        out.putSpec(spec, 0, spec.length);
        out.directory(event.directory());
        target.end(out.encodedLength());
    }

    @Override
    public void onRemoveTorrentRequested(UserEvent.RemoveTorrentRequested event) {
        RemoveTorrentRequestedEncoder out = new RemoveTorrentRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .withFiles((short) (event.withFiles() ? 1 : 0));
        target.end(out.encodedLength());
    }

    @Override
    public void onPauseTorrentRequested(UserEvent.PauseTorrentRequested event) {
        PauseTorrentRequestedEncoder out = new PauseTorrentRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        target.end(out.encodedLength());
    }

    @Override
    public void onResumeTorrentRequested(UserEvent.ResumeTorrentRequested event) {
        ResumeTorrentRequestedEncoder out = new ResumeTorrentRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        target.end(out.encodedLength());
    }

    @Override
    public void onRecheckRequested(UserEvent.RecheckRequested event) {
        RecheckRequestedEncoder out = new RecheckRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        target.end(out.encodedLength());
    }

    @Override
    public void onAnnounceRequested(UserEvent.AnnounceRequested event) {
        AnnounceRequestedEncoder out = new AnnounceRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        target.end(out.encodedLength());
    }

    @Override
    public void onAddPeerRequested(UserEvent.AddPeerRequested event) {
        AddPeerRequestedEncoder out = new AddPeerRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        byte[] endpoint = Blobs.endpoint(event.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onUnbanRequested(UserEvent.UnbanRequested event) {
        UnbanRequestedEncoder out = new UnbanRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId());
        byte[] endpoint = Blobs.endpoint(event.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onFilesSelected(UserEvent.FilesSelected event) {
        FilesSelectedEncoder out = new FilesSelectedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        byte[] priorities = event.priorities().toArray();
        out.putPriorities(priorities, 0, priorities.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onPickOrderRequested(UserEvent.PickOrderRequested event) {
        PickOrderRequestedEncoder out = new PickOrderRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .sequential((short) (event.sequential() ? 1 : 0));
        target.end(out.encodedLength());
    }

    @Override
    public void onSessionLimitsRequested(UserEvent.SessionLimitsRequested event) {
        SessionLimitsRequestedEncoder out = new SessionLimitsRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).downBytesPerSec(event.downBytesPerSec()).upBytesPerSec(event.upBytesPerSec());
        target.end(out.encodedLength());
    }

    @Override
    public void onTorrentLimitsRequested(UserEvent.TorrentLimitsRequested event) {
        TorrentLimitsRequestedEncoder out = new TorrentLimitsRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .downBytesPerSec(event.downBytesPerSec()).upBytesPerSec(event.upBytesPerSec());
        target.end(out.encodedLength());
    }

    @Override
    public void onSeedGoalRequested(UserEvent.SeedGoalRequested event) {
        SeedGoalRequestedEncoder out = new SeedGoalRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .ratioPermille(event.ratioPermille()).seedSeconds(event.seedSeconds());
        target.end(out.encodedLength());
    }

    @Override
    public void onAddWebSeedRequested(UserEvent.AddWebSeedRequested event) {
        AddWebSeedRequestedEncoder out = new AddWebSeedRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .style((short) event.style().ordinal());
        out.url(event.url());
        target.end(out.encodedLength());
    }

    @Override
    public void onAddMagnetRequested(UserEvent.AddMagnetRequested event) {
        AddMagnetRequestedEncoder out = new AddMagnetRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .wish((short) event.wish().ordinal());
        out.name(event.name());
        byte[] trackers = Blobs.texts(event.trackers());
        out.putTrackers(trackers, 0, trackers.length);
        byte[] webSeeds = Blobs.texts(event.webSeeds());
        out.putWebSeeds(webSeeds, 0, webSeeds.length);
        byte[] peers = Blobs.endpoints(event.peers());
        out.putPeers(peers, 0, peers.length);
        byte[] selectOnly = Blobs.ints(event.selectOnly());
        out.putSelectOnly(selectOnly, 0, selectOnly.length);
        out.directory(event.directory());
        target.end(out.encodedLength());
    }

    private static UserEvent addTorrentRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        AddTorrentRequestedDecoder in = new AddTorrentRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] specBytes = Blobs.room(in.specLength(), in.buffer(), in.limit());
        in.getSpec(specBytes, 0, specBytes.length);
        byte[] directoryBytes = Blobs.room(in.directoryLength(), in.buffer(), in.limit());
        in.getDirectory(directoryBytes, 0, directoryBytes.length);
        String directory = Blobs.text(directoryBytes);
        return new UserEvent.AddTorrentRequested(in.requestId(), Blobs.spec(specBytes), directory,
                Blobs.constant(TorrentWish.values(), in.wish()));
    }

    private static UserEvent removeTorrentRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        RemoveTorrentRequestedDecoder in = new RemoveTorrentRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        return new UserEvent.RemoveTorrentRequested(in.requestId(), InfoHash.of(infoHashBytes), in.withFiles() != 0);
    }

    private static UserEvent pauseTorrentRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        PauseTorrentRequestedDecoder in = new PauseTorrentRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        return new UserEvent.PauseTorrentRequested(in.requestId(), InfoHash.of(infoHashBytes));
    }

    private static UserEvent resumeTorrentRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        ResumeTorrentRequestedDecoder in = new ResumeTorrentRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        return new UserEvent.ResumeTorrentRequested(in.requestId(), InfoHash.of(infoHashBytes));
    }

    private static UserEvent recheckRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        RecheckRequestedDecoder in = new RecheckRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        return new UserEvent.RecheckRequested(in.requestId(), InfoHash.of(infoHashBytes));
    }

    private static UserEvent announceRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        AnnounceRequestedDecoder in = new AnnounceRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        return new UserEvent.AnnounceRequested(in.requestId(), InfoHash.of(infoHashBytes));
    }

    private static UserEvent addPeerRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        AddPeerRequestedDecoder in = new AddPeerRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        return new UserEvent.AddPeerRequested(in.requestId(), InfoHash.of(infoHashBytes), Blobs.endpoint(endpointBytes));
    }

    private static UserEvent unbanRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        UnbanRequestedDecoder in = new UnbanRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        return new UserEvent.UnbanRequested(in.requestId(), Blobs.endpoint(endpointBytes));
    }

    private static UserEvent filesSelected(DirectBuffer buffer, int at, int blockLength, int schema) {
        FilesSelectedDecoder in = new FilesSelectedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] prioritiesBytes = Blobs.room(in.prioritiesLength(), in.buffer(), in.limit());
        in.getPriorities(prioritiesBytes, 0, prioritiesBytes.length);
        return new UserEvent.FilesSelected(in.requestId(), InfoHash.of(infoHashBytes), ByteString.wrap(prioritiesBytes));
    }

    private static UserEvent pickOrderRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        PickOrderRequestedDecoder in = new PickOrderRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        return new UserEvent.PickOrderRequested(in.requestId(), InfoHash.of(infoHashBytes), in.sequential() == 1);
    }

    private static UserEvent sessionLimitsRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        SessionLimitsRequestedDecoder in = new SessionLimitsRequestedDecoder().wrap(buffer, at, blockLength, schema);
        return new UserEvent.SessionLimitsRequested(in.requestId(), in.downBytesPerSec(), in.upBytesPerSec());
    }

    private static UserEvent torrentLimitsRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        TorrentLimitsRequestedDecoder in = new TorrentLimitsRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        return new UserEvent.TorrentLimitsRequested(in.requestId(), InfoHash.of(infoHashBytes), in.downBytesPerSec(), in.upBytesPerSec());
    }

    private static UserEvent seedGoalRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        SeedGoalRequestedDecoder in = new SeedGoalRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        return new UserEvent.SeedGoalRequested(in.requestId(), InfoHash.of(infoHashBytes), in.ratioPermille(), in.seedSeconds());
    }

    private static UserEvent addWebSeedRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        AddWebSeedRequestedDecoder in = new AddWebSeedRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] urlBytes = Blobs.room(in.urlLength(), in.buffer(), in.limit());
        in.getUrl(urlBytes, 0, urlBytes.length);
        return new UserEvent.AddWebSeedRequested(in.requestId(), InfoHash.of(infoHashBytes),
                Blobs.constant(WebSeedStyle.values(), in.style()), Blobs.text(urlBytes));
    }

    private static UserEvent addMagnetRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        AddMagnetRequestedDecoder in = new AddMagnetRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] nameBytes = Blobs.room(in.nameLength(), in.buffer(), in.limit());
        in.getName(nameBytes, 0, nameBytes.length);
        byte[] trackersBytes = Blobs.room(in.trackersLength(), in.buffer(), in.limit());
        in.getTrackers(trackersBytes, 0, trackersBytes.length);
        byte[] webSeedsBytes = Blobs.room(in.webSeedsLength(), in.buffer(), in.limit());
        in.getWebSeeds(webSeedsBytes, 0, webSeedsBytes.length);
        byte[] peersBytes = Blobs.room(in.peersLength(), in.buffer(), in.limit());
        in.getPeers(peersBytes, 0, peersBytes.length);
        byte[] selectOnlyBytes = Blobs.room(in.selectOnlyLength(), in.buffer(), in.limit());
        in.getSelectOnly(selectOnlyBytes, 0, selectOnlyBytes.length);
        byte[] directoryBytes = Blobs.room(in.directoryLength(), in.buffer(), in.limit());
        in.getDirectory(directoryBytes, 0, directoryBytes.length);
        return new UserEvent.AddMagnetRequested(in.requestId(), InfoHash.of(infoHashBytes), Blobs.text(nameBytes),
                Blobs.texts(trackersBytes), Blobs.texts(webSeedsBytes), Blobs.endpoints(peersBytes),
                Blobs.ints(selectOnlyBytes), Blobs.text(directoryBytes), Blobs.constant(TorrentWish.values(), in.wish()));
    }

    private static UserEvent moveTorrentRequested(DirectBuffer buffer, int at, int blockLength, int schema) {
        MoveTorrentRequestedDecoder in = new MoveTorrentRequestedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] directoryBytes = Blobs.room(in.directoryLength(), in.buffer(), in.limit());
        in.getDirectory(directoryBytes, 0, directoryBytes.length);
        return new UserEvent.MoveTorrentRequested(in.requestId(), InfoHash.of(infoHashBytes), Blobs.text(directoryBytes));
    }

    @Override
    public void onMoveTorrentRequested(UserEvent.MoveTorrentRequested event) {
        MoveTorrentRequestedEncoder out = new MoveTorrentRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(event.requestId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        out.directory(event.directory());
        target.end(out.encodedLength());
    }
}
