package dev.oxbow.journal.codec;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.SessionEventHandler;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.journal.sbe.ClockAdvancedDecoder;
import dev.oxbow.journal.sbe.ClockAdvancedEncoder;
import dev.oxbow.journal.sbe.JournalRepairedDecoder;
import dev.oxbow.journal.sbe.JournalRepairedEncoder;
import dev.oxbow.journal.sbe.JournalSyncFailedDecoder;
import dev.oxbow.journal.sbe.JournalSyncFailedEncoder;
import dev.oxbow.journal.sbe.JournalSyncedDecoder;
import dev.oxbow.journal.sbe.JournalSyncedEncoder;
import dev.oxbow.journal.sbe.ListenFailedDecoder;
import dev.oxbow.journal.sbe.ListenFailedEncoder;
import dev.oxbow.journal.sbe.ListenSucceededDecoder;
import dev.oxbow.journal.sbe.ListenSucceededEncoder;
import dev.oxbow.journal.sbe.PeerExchangeSwitchedDecoder;
import dev.oxbow.journal.sbe.PeerExchangeSwitchedEncoder;
import dev.oxbow.journal.sbe.SessionStartedDecoder;
import dev.oxbow.journal.sbe.SessionStartedEncoder;
import dev.oxbow.journal.sbe.SessionStopRequestedDecoder;
import dev.oxbow.journal.sbe.SessionStopRequestedEncoder;
import dev.oxbow.journal.sbe.SessionStoppedDecoder;
import dev.oxbow.journal.sbe.SessionStoppedEncoder;
import dev.oxbow.journal.sbe.SettingsChangedDecoder;
import dev.oxbow.journal.sbe.SettingsChangedEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link SessionEvent} records, as oxbow-journal.xml describes them. */
final class SessionEventCodec implements SessionEventHandler {
    private final EntryTarget target;

    SessionEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        SessionEvent record = switch (templateId) {
            case SessionStartedDecoder.TEMPLATE_ID -> sessionStarted(buffer, at, blockLength, schema);
            case SettingsChangedDecoder.TEMPLATE_ID -> settingsChanged(buffer, at, blockLength, schema);
            case ClockAdvancedDecoder.TEMPLATE_ID -> new SessionEvent.ClockAdvanced();
            case ListenSucceededDecoder.TEMPLATE_ID -> listenSucceeded(buffer, at, blockLength, schema);
            case ListenFailedDecoder.TEMPLATE_ID -> listenFailed(buffer, at, blockLength, schema);
            case SessionStopRequestedDecoder.TEMPLATE_ID -> new SessionEvent.SessionStopRequested();
            case SessionStoppedDecoder.TEMPLATE_ID -> new SessionEvent.SessionStopped();
            case JournalSyncedDecoder.TEMPLATE_ID -> journalSynced(buffer, at, blockLength, schema);
            case JournalSyncFailedDecoder.TEMPLATE_ID -> journalSyncFailed(buffer, at, blockLength, schema);
            case JournalRepairedDecoder.TEMPLATE_ID -> journalRepaired(buffer, at, blockLength, schema);
            case PeerExchangeSwitchedDecoder.TEMPLATE_ID -> peerExchangeSwitched(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onSessionStarted(SessionEvent.SessionStarted event) {
        SessionStartedEncoder out = new SessionStartedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.seed(event.seed()).putPeerId(event.peerId().bytes().toArray(), 0, PeerId.LENGTH_BYTES).processId(event.processId());
        out.version(event.version());
        out.bootId(event.bootId());
        target.end(out.encodedLength());
    }

    @Override
    public void onSettingsChanged(SessionEvent.SettingsChanged event) {
        SettingsChangedEncoder out = new SettingsChangedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.listenPort(event.listenPort()).connectionsMax(event.connectionsMax())
                .connectionsPerTorrentMax(event.connectionsPerTorrentMax()).halfOpenMax(event.halfOpenMax());
        out.listenAddress(event.listenAddress());
        target.end(out.encodedLength());
    }

    @Override
    public void onClockAdvanced(SessionEvent.ClockAdvanced event) {
        ClockAdvancedEncoder out = new ClockAdvancedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        target.end(out.encodedLength());
    }

    @Override
    public void onListenSucceeded(SessionEvent.ListenSucceeded event) {
        ListenSucceededEncoder out = new ListenSucceededEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        byte[] endpoint = Blobs.endpoint(event.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onListenFailed(SessionEvent.ListenFailed event) {
        ListenFailedEncoder out = new ListenFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.port(event.port()).portTaken((short) (event.portTaken() ? 1 : 0));
        out.address(event.address());
        out.reason(event.reason());
        target.end(out.encodedLength());
    }

    @Override
    public void onSessionStopRequested(SessionEvent.SessionStopRequested event) {
        SessionStopRequestedEncoder out = new SessionStopRequestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        target.end(out.encodedLength());
    }

    @Override
    public void onSessionStopped(SessionEvent.SessionStopped event) {
        SessionStoppedEncoder out = new SessionStoppedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        target.end(out.encodedLength());
    }

    @Override
    public void onJournalSynced(SessionEvent.JournalSynced event) {
        JournalSyncedEncoder out = new JournalSyncedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.operationId(event.operationId());
        target.end(out.encodedLength());
    }

    @Override
    public void onJournalSyncFailed(SessionEvent.JournalSyncFailed event) {
        JournalSyncFailedEncoder out = new JournalSyncFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.operationId(event.operationId());
        out.reason(event.reason());
        target.end(out.encodedLength());
    }

    @Override
    public void onJournalRepaired(SessionEvent.JournalRepaired event) {
        JournalRepairedEncoder out = new JournalRepairedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.firstLostSequence(event.firstLostSequence()).entriesLost(event.entriesLost());
        out.damage(event.damage());
        target.end(out.encodedLength());
    }

    @Override
    public void onPeerExchangeSwitched(SessionEvent.PeerExchangeSwitched event) {
        PeerExchangeSwitchedEncoder out = new PeerExchangeSwitchedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.on((short) (event.on() ? 1 : 0));
        target.end(out.encodedLength());
    }

    private static SessionEvent sessionStarted(DirectBuffer buffer, int at, int blockLength, int schema) {
        SessionStartedDecoder in = new SessionStartedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] peerIdBytes = new byte[PeerId.LENGTH_BYTES];
        in.getPeerId(peerIdBytes, 0, PeerId.LENGTH_BYTES);
        byte[] versionBytes = Blobs.room(in.versionLength(), in.buffer(), in.limit());
        in.getVersion(versionBytes, 0, versionBytes.length);
        String version = Blobs.text(versionBytes);
        byte[] bootIdBytes = Blobs.room(in.bootIdLength(), in.buffer(), in.limit());
        in.getBootId(bootIdBytes, 0, bootIdBytes.length);
        String bootId = Blobs.text(bootIdBytes);
        return new SessionEvent.SessionStarted(in.seed(), version, bootId, PeerId.of(peerIdBytes), in.processId());
    }

    private static SessionEvent settingsChanged(DirectBuffer buffer, int at, int blockLength, int schema) {
        SettingsChangedDecoder in = new SettingsChangedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] listenAddressBytes = Blobs.room(in.listenAddressLength(), in.buffer(), in.limit());
        in.getListenAddress(listenAddressBytes, 0, listenAddressBytes.length);
        String listenAddress = Blobs.text(listenAddressBytes);
        return new SessionEvent.SettingsChanged(listenAddress, in.listenPort(), in.connectionsMax(),
                in.connectionsPerTorrentMax(), in.halfOpenMax());
    }

    private static SessionEvent listenSucceeded(DirectBuffer buffer, int at, int blockLength, int schema) {
        ListenSucceededDecoder in = new ListenSucceededDecoder().wrap(buffer, at, blockLength, schema);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        return new SessionEvent.ListenSucceeded(Blobs.endpoint(endpointBytes));
    }

    private static SessionEvent listenFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        ListenFailedDecoder in = new ListenFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] addressBytes = Blobs.room(in.addressLength(), in.buffer(), in.limit());
        in.getAddress(addressBytes, 0, addressBytes.length);
        String address = Blobs.text(addressBytes);
        byte[] reasonBytes = Blobs.room(in.reasonLength(), in.buffer(), in.limit());
        in.getReason(reasonBytes, 0, reasonBytes.length);
        String reason = Blobs.text(reasonBytes);
        return new SessionEvent.ListenFailed(address, in.port(), reason, in.portTaken() == 1);
    }

    private static SessionEvent journalSynced(DirectBuffer buffer, int at, int blockLength, int schema) {
        JournalSyncedDecoder in = new JournalSyncedDecoder().wrap(buffer, at, blockLength, schema);
        return new SessionEvent.JournalSynced(in.operationId());
    }

    private static SessionEvent journalSyncFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        JournalSyncFailedDecoder in = new JournalSyncFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] reasonBytes = Blobs.room(in.reasonLength(), in.buffer(), in.limit());
        in.getReason(reasonBytes, 0, reasonBytes.length);
        String reason = Blobs.text(reasonBytes);
        return new SessionEvent.JournalSyncFailed(in.operationId(), reason);
    }

    private static SessionEvent journalRepaired(DirectBuffer buffer, int at, int blockLength, int schema) {
        JournalRepairedDecoder in = new JournalRepairedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] damageBytes = Blobs.room(in.damageLength(), in.buffer(), in.limit());
        in.getDamage(damageBytes, 0, damageBytes.length);
        String damage = Blobs.text(damageBytes);
        return new SessionEvent.JournalRepaired(in.firstLostSequence(), in.entriesLost(), damage);
    }

    private static SessionEvent peerExchangeSwitched(DirectBuffer buffer, int at, int blockLength, int schema) {
        PeerExchangeSwitchedDecoder in = new PeerExchangeSwitchedDecoder().wrap(buffer, at, blockLength, schema);
        return new SessionEvent.PeerExchangeSwitched(in.on() == 1);
    }
}
