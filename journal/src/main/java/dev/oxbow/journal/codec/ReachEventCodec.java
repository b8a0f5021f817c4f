package dev.oxbow.journal.codec;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.ReachEventHandler;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.journal.sbe.ExternalAddressLearnedDecoder;
import dev.oxbow.journal.sbe.ExternalAddressLearnedEncoder;
import dev.oxbow.journal.sbe.LocalPeerDiscoveredDecoder;
import dev.oxbow.journal.sbe.LocalPeerDiscoveredEncoder;
import dev.oxbow.journal.sbe.PortMapFailedDecoder;
import dev.oxbow.journal.sbe.PortMapFailedEncoder;
import dev.oxbow.journal.sbe.PortMappedDecoder;
import dev.oxbow.journal.sbe.PortMappedEncoder;
import dev.oxbow.journal.sbe.PortUnmappedDecoder;
import dev.oxbow.journal.sbe.PortUnmappedEncoder;
import dev.oxbow.journal.sbe.ReachSettingsChangedDecoder;
import dev.oxbow.journal.sbe.ReachSettingsChangedEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link ReachEvent} records, as oxbow-journal.xml describes them. */
final class ReachEventCodec implements ReachEventHandler {
    private final EntryTarget target;

    ReachEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        ReachEvent record = switch (templateId) {
            case ReachSettingsChangedDecoder.TEMPLATE_ID -> reachSettingsChanged(buffer, at, blockLength, schema);
            case PortMappedDecoder.TEMPLATE_ID -> portMapped(buffer, at, blockLength, schema);
            case PortMapFailedDecoder.TEMPLATE_ID -> portMapFailed(buffer, at, blockLength, schema);
            case PortUnmappedDecoder.TEMPLATE_ID -> portUnmapped(buffer, at, blockLength, schema);
            case ExternalAddressLearnedDecoder.TEMPLATE_ID -> externalAddressLearned(buffer, at, blockLength, schema);
            case LocalPeerDiscoveredDecoder.TEMPLATE_ID -> localPeerDiscovered(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onReachSettingsChanged(ReachEvent.ReachSettingsChanged event) {
        ReachSettingsChangedEncoder out = new ReachSettingsChangedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.mapsPorts((short) (event.mapsPorts() ? 1 : 0)).announcesLocally((short) (event.announcesLocally() ? 1 : 0))
                .listenPortLast(event.listenPortLast());
        target.end(out.encodedLength());
    }

    @Override
    public void onPortMapped(ReachEvent.PortMapped event) {
        PortMappedEncoder out = new PortMappedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.operationId(event.operationId()).method((short) event.method().ordinal()).protocol((short) event.protocol().ordinal())
                .internalPort(event.internalPort()).externalPort(event.externalPort()).lifetimeSeconds(event.lifetimeSeconds());
        byte[] externalAddress = event.externalAddress().toArray();
        out.putExternalAddress(externalAddress, 0, externalAddress.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onPortMapFailed(ReachEvent.PortMapFailed event) {
        PortMapFailedEncoder out = new PortMapFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.operationId(event.operationId()).failure((short) event.failure().ordinal());
        out.reason(event.reason());
        target.end(out.encodedLength());
    }

    @Override
    public void onPortUnmapped(ReachEvent.PortUnmapped event) {
        PortUnmappedEncoder out = new PortUnmappedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.operationId(event.operationId());
        out.failure(event.failure());
        target.end(out.encodedLength());
    }

    @Override
    public void onExternalAddressLearned(ReachEvent.ExternalAddressLearned event) {
        ExternalAddressLearnedEncoder out = new ExternalAddressLearnedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        out.tracker(event.tracker());
        byte[] address = event.address().toArray();
        out.putAddress(address, 0, address.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onLocalPeerDiscovered(ReachEvent.LocalPeerDiscovered event) {
        LocalPeerDiscoveredEncoder out = new LocalPeerDiscoveredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES);
        byte[] endpoint = Blobs.endpoint(event.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    private static ReachEvent reachSettingsChanged(DirectBuffer buffer, int at, int blockLength, int schema) {
        ReachSettingsChangedDecoder in = new ReachSettingsChangedDecoder().wrap(buffer, at, blockLength, schema);
        return new ReachEvent.ReachSettingsChanged(in.mapsPorts() == 1, in.announcesLocally() == 1, in.listenPortLast());
    }

    private static ReachEvent portMapped(DirectBuffer buffer, int at, int blockLength, int schema) {
        PortMappedDecoder in = new PortMappedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] externalAddressBytes = Blobs.room(in.externalAddressLength(), in.buffer(), in.limit());
        in.getExternalAddress(externalAddressBytes, 0, externalAddressBytes.length);
        return new ReachEvent.PortMapped(in.operationId(), Blobs.constant(MappingMethod.values(), in.method()),
                Blobs.constant(TransportProtocol.values(), in.protocol()), in.internalPort(), in.externalPort(), in.lifetimeSeconds(),
                ByteString.wrap(externalAddressBytes));
    }

    private static ReachEvent portMapFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        PortMapFailedDecoder in = new PortMapFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] reasonBytes = Blobs.room(in.reasonLength(), in.buffer(), in.limit());
        in.getReason(reasonBytes, 0, reasonBytes.length);
        return new ReachEvent.PortMapFailed(in.operationId(), Blobs.constant(MappingFailure.values(), in.failure()),
                Blobs.text(reasonBytes));
    }

    private static ReachEvent portUnmapped(DirectBuffer buffer, int at, int blockLength, int schema) {
        PortUnmappedDecoder in = new PortUnmappedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] failureBytes = Blobs.room(in.failureLength(), in.buffer(), in.limit());
        in.getFailure(failureBytes, 0, failureBytes.length);
        return new ReachEvent.PortUnmapped(in.operationId(), Blobs.text(failureBytes));
    }

    private static ReachEvent externalAddressLearned(DirectBuffer buffer, int at, int blockLength, int schema) {
        ExternalAddressLearnedDecoder in = new ExternalAddressLearnedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] trackerBytes = Blobs.room(in.trackerLength(), in.buffer(), in.limit());
        in.getTracker(trackerBytes, 0, trackerBytes.length);
        byte[] addressBytes = Blobs.room(in.addressLength(), in.buffer(), in.limit());
        in.getAddress(addressBytes, 0, addressBytes.length);
        return new ReachEvent.ExternalAddressLearned(in.connectionId(), Blobs.text(trackerBytes), ByteString.wrap(addressBytes));
    }

    private static ReachEvent localPeerDiscovered(DirectBuffer buffer, int at, int blockLength, int schema) {
        LocalPeerDiscoveredDecoder in = new LocalPeerDiscoveredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        return new ReachEvent.LocalPeerDiscovered(InfoHash.of(infoHashBytes), Blobs.endpoint(endpointBytes));
    }
}
