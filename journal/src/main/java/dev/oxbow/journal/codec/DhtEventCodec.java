package dev.oxbow.journal.codec;

import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtEventHandler;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.journal.sbe.DhtConfiguredDecoder;
import dev.oxbow.journal.sbe.DhtConfiguredEncoder;
import dev.oxbow.journal.sbe.DhtErrorReceivedDecoder;
import dev.oxbow.journal.sbe.DhtErrorReceivedEncoder;
import dev.oxbow.journal.sbe.DhtHostsNamedDecoder;
import dev.oxbow.journal.sbe.DhtHostsNamedEncoder;
import dev.oxbow.journal.sbe.DhtListenFailedDecoder;
import dev.oxbow.journal.sbe.DhtListenFailedEncoder;
import dev.oxbow.journal.sbe.DhtListenSucceededDecoder;
import dev.oxbow.journal.sbe.DhtListenSucceededEncoder;
import dev.oxbow.journal.sbe.DhtQueryReceivedDecoder;
import dev.oxbow.journal.sbe.DhtQueryReceivedEncoder;
import dev.oxbow.journal.sbe.DhtResponseReceivedDecoder;
import dev.oxbow.journal.sbe.DhtResponseReceivedEncoder;
import dev.oxbow.journal.sbe.HostResolveFailedDecoder;
import dev.oxbow.journal.sbe.HostResolveFailedEncoder;
import dev.oxbow.journal.sbe.HostResolvedDecoder;
import dev.oxbow.journal.sbe.HostResolvedEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link DhtEvent} records, as oxbow-journal.xml describes them. */
final class DhtEventCodec implements DhtEventHandler {
    private static final int READ_ONLY = 1;
    private static final int IMPLIED_PORT = 2;
    private static final int SEED = 4;
    private static final int NO_SEED = 8;
    private static final int SCRAPE = 16;
    private static final int WANTS_IPV4 = 32;
    private static final int WANTS_IPV6 = 64;

    private final EntryTarget target;

    DhtEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtEvent record = switch (templateId) {
            case DhtConfiguredDecoder.TEMPLATE_ID -> dhtConfigured(buffer, at, blockLength, schema);
            case DhtHostsNamedDecoder.TEMPLATE_ID -> dhtHostsNamed(buffer, at, blockLength, schema);
            case DhtListenSucceededDecoder.TEMPLATE_ID -> dhtListenSucceeded(buffer, at, blockLength, schema);
            case DhtListenFailedDecoder.TEMPLATE_ID -> dhtListenFailed(buffer, at, blockLength, schema);
            case DhtQueryReceivedDecoder.TEMPLATE_ID -> dhtQueryReceived(buffer, at, blockLength, schema);
            case DhtResponseReceivedDecoder.TEMPLATE_ID -> dhtResponseReceived(buffer, at, blockLength, schema);
            case DhtErrorReceivedDecoder.TEMPLATE_ID -> dhtErrorReceived(buffer, at, blockLength, schema);
            case HostResolvedDecoder.TEMPLATE_ID -> hostResolved(buffer, at, blockLength, schema);
            case HostResolveFailedDecoder.TEMPLATE_ID -> hostResolveFailed(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    private static short flag(boolean value) {
        return (short) (value ? 1 : 0);
    }

    private static short flags(DhtEvent.DhtQueryReceived event) {
        return (short) ((event.readOnly() ? READ_ONLY : 0) | (event.impliedPort() ? IMPLIED_PORT : 0) | (event.seed() ? SEED : 0)
                | (event.noSeed() ? NO_SEED : 0) | (event.scrape() ? SCRAPE : 0) | (event.wantsIpv4() ? WANTS_IPV4 : 0)
                | (event.wantsIpv6() ? WANTS_IPV6 : 0));
    }

    @Override
    public void onDhtConfigured(DhtEvent.DhtConfigured event) {
        DhtConfiguredEncoder out = new DhtConfiguredEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.on(flag(event.on()));
        byte[] bootstrapHosts = Blobs.texts(event.bootstrapHosts());
        out.putBootstrapHosts(bootstrapHosts, 0, bootstrapHosts.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onDhtHostsNamed(DhtEvent.DhtHostsNamed event) {
        DhtHostsNamedEncoder out = new DhtHostsNamedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        byte[] hosts = Blobs.texts(event.hosts());
        out.putHosts(hosts, 0, hosts.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onDhtListenSucceeded(DhtEvent.DhtListenSucceeded event) {
        DhtListenSucceededEncoder out = new DhtListenSucceededEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.ipv4(flag(event.ipv4())).ipv6(flag(event.ipv6()));
        byte[] endpoint = Blobs.endpoint(event.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onDhtListenFailed(DhtEvent.DhtListenFailed event) {
        DhtListenFailedEncoder out = new DhtListenFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.reason(event.reason());
        target.end(out.encodedLength());
    }

    @Override
    public void onDhtQueryReceived(DhtEvent.DhtQueryReceived event) {
        DhtQueryReceivedEncoder out = new DhtQueryReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.putNodeId(event.nodeId().bytes().toArray(), 0, NodeId.LENGTH_BYTES).method((short) event.method().ordinal())
                .port(Blobs.uint16(event.port())).flags(flags(event));
        byte[] from = Blobs.endpoint(event.from());
        out.putFrom(from, 0, from.length);
        byte[] transaction = event.transaction().toArray();
        out.putTransaction(transaction, 0, transaction.length);
        byte[] sought = event.target().toArray();
        out.putTarget(sought, 0, sought.length);
        byte[] token = event.token().toArray();
        out.putToken(token, 0, token.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onDhtResponseReceived(DhtEvent.DhtResponseReceived event) {
        DhtResponseReceivedEncoder out = new DhtResponseReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.putNodeId(event.nodeId().bytes().toArray(), 0, NodeId.LENGTH_BYTES);
        byte[] from = Blobs.endpoint(event.from());
        out.putFrom(from, 0, from.length);
        byte[] transaction = event.transaction().toArray();
        out.putTransaction(transaction, 0, transaction.length);
        byte[] token = event.token().toArray();
        out.putToken(token, 0, token.length);
        byte[] ownAddress = event.ownAddress().toArray();
        out.putOwnAddress(ownAddress, 0, ownAddress.length);
        byte[] nodes = Blobs.contacts(event.nodes());
        out.putNodes(nodes, 0, nodes.length);
        byte[] peers = Blobs.endpoints(event.peers());
        out.putPeers(peers, 0, peers.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onDhtErrorReceived(DhtEvent.DhtErrorReceived event) {
        DhtErrorReceivedEncoder out = new DhtErrorReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.code(event.code());
        byte[] from = Blobs.endpoint(event.from());
        out.putFrom(from, 0, from.length);
        byte[] transaction = event.transaction().toArray();
        out.putTransaction(transaction, 0, transaction.length);
        out.text(event.text());
        target.end(out.encodedLength());
    }

    @Override
    public void onHostResolved(DhtEvent.HostResolved event) {
        HostResolvedEncoder out = new HostResolvedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.ipv6(flag(event.ipv6()));
        out.host(event.host());
        byte[] endpoints = Blobs.endpoints(event.endpoints());
        out.putEndpoints(endpoints, 0, endpoints.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onHostResolveFailed(DhtEvent.HostResolveFailed event) {
        HostResolveFailedEncoder out = new HostResolveFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.ipv6(flag(event.ipv6()));
        out.host(event.host());
        out.reason(event.reason());
        target.end(out.encodedLength());
    }

    private static DhtEvent dhtConfigured(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtConfiguredDecoder in = new DhtConfiguredDecoder().wrap(buffer, at, blockLength, schema);
        byte[] bootstrapHosts = Blobs.room(in.bootstrapHostsLength(), in.buffer(), in.limit());
        in.getBootstrapHosts(bootstrapHosts, 0, bootstrapHosts.length);
        return new DhtEvent.DhtConfigured(in.on() == 1, Blobs.texts(bootstrapHosts));
    }

    private static DhtEvent dhtHostsNamed(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtHostsNamedDecoder in = new DhtHostsNamedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] hosts = Blobs.room(in.hostsLength(), in.buffer(), in.limit());
        in.getHosts(hosts, 0, hosts.length);
        return new DhtEvent.DhtHostsNamed(Blobs.texts(hosts));
    }

    private static DhtEvent dhtListenSucceeded(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtListenSucceededDecoder in = new DhtListenSucceededDecoder().wrap(buffer, at, blockLength, schema);
        byte[] endpoint = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpoint, 0, endpoint.length);
        return new DhtEvent.DhtListenSucceeded(Blobs.endpoint(endpoint), in.ipv4() == 1, in.ipv6() == 1);
    }

    private static DhtEvent dhtListenFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtListenFailedDecoder in = new DhtListenFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] reason = Blobs.room(in.reasonLength(), in.buffer(), in.limit());
        in.getReason(reason, 0, reason.length);
        return new DhtEvent.DhtListenFailed(Blobs.text(reason));
    }

    private static DhtEvent dhtQueryReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtQueryReceivedDecoder in = new DhtQueryReceivedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] nodeId = new byte[NodeId.LENGTH_BYTES];
        in.getNodeId(nodeId, 0, NodeId.LENGTH_BYTES);
        int flags = in.flags();
        byte[] from = Blobs.room(in.fromLength(), in.buffer(), in.limit());
        in.getFrom(from, 0, from.length);
        byte[] transaction = Blobs.room(in.transactionLength(), in.buffer(), in.limit());
        in.getTransaction(transaction, 0, transaction.length);
        byte[] target = Blobs.room(in.targetLength(), in.buffer(), in.limit());
        in.getTarget(target, 0, target.length);
        byte[] token = Blobs.room(in.tokenLength(), in.buffer(), in.limit());
        in.getToken(token, 0, token.length);
        return new DhtEvent.DhtQueryReceived(Blobs.endpoint(from), ByteString.wrap(transaction), NodeId.of(nodeId),
                Blobs.constant(DhtMethod.values(), in.method()), ByteString.wrap(target), in.port(), ByteString.wrap(token),
                (flags & READ_ONLY) != 0, (flags & IMPLIED_PORT) != 0, (flags & SEED) != 0, (flags & NO_SEED) != 0,
                (flags & SCRAPE) != 0, (flags & WANTS_IPV4) != 0, (flags & WANTS_IPV6) != 0);
    }

    private static DhtEvent dhtResponseReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtResponseReceivedDecoder in = new DhtResponseReceivedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] nodeId = new byte[NodeId.LENGTH_BYTES];
        in.getNodeId(nodeId, 0, NodeId.LENGTH_BYTES);
        byte[] from = Blobs.room(in.fromLength(), in.buffer(), in.limit());
        in.getFrom(from, 0, from.length);
        byte[] transaction = Blobs.room(in.transactionLength(), in.buffer(), in.limit());
        in.getTransaction(transaction, 0, transaction.length);
        byte[] token = Blobs.room(in.tokenLength(), in.buffer(), in.limit());
        in.getToken(token, 0, token.length);
        byte[] ownAddress = Blobs.room(in.ownAddressLength(), in.buffer(), in.limit());
        in.getOwnAddress(ownAddress, 0, ownAddress.length);
        byte[] nodes = Blobs.room(in.nodesLength(), in.buffer(), in.limit());
        in.getNodes(nodes, 0, nodes.length);
        byte[] peers = Blobs.room(in.peersLength(), in.buffer(), in.limit());
        in.getPeers(peers, 0, peers.length);
        return new DhtEvent.DhtResponseReceived(Blobs.endpoint(from), ByteString.wrap(transaction), NodeId.of(nodeId),
                Blobs.contacts(nodes), Blobs.endpoints(peers), ByteString.wrap(token), ByteString.wrap(ownAddress));
    }

    private static DhtEvent dhtErrorReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtErrorReceivedDecoder in = new DhtErrorReceivedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] from = Blobs.room(in.fromLength(), in.buffer(), in.limit());
        in.getFrom(from, 0, from.length);
        byte[] transaction = Blobs.room(in.transactionLength(), in.buffer(), in.limit());
        in.getTransaction(transaction, 0, transaction.length);
        byte[] text = Blobs.room(in.textLength(), in.buffer(), in.limit());
        in.getText(text, 0, text.length);
        return new DhtEvent.DhtErrorReceived(Blobs.endpoint(from), ByteString.wrap(transaction), in.code(), Blobs.text(text));
    }

    private static DhtEvent hostResolved(DirectBuffer buffer, int at, int blockLength, int schema) {
        HostResolvedDecoder in = new HostResolvedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] host = Blobs.room(in.hostLength(), in.buffer(), in.limit());
        in.getHost(host, 0, host.length);
        byte[] endpoints = Blobs.room(in.endpointsLength(), in.buffer(), in.limit());
        in.getEndpoints(endpoints, 0, endpoints.length);
        return new DhtEvent.HostResolved(in.ipv6() == 1, Blobs.text(host), Blobs.endpoints(endpoints));
    }

    private static DhtEvent hostResolveFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        HostResolveFailedDecoder in = new HostResolveFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] host = Blobs.room(in.hostLength(), in.buffer(), in.limit());
        in.getHost(host, 0, host.length);
        byte[] reason = Blobs.room(in.reasonLength(), in.buffer(), in.limit());
        in.getReason(reason, 0, reason.length);
        return new DhtEvent.HostResolveFailed(in.ipv6() == 1, Blobs.text(host), Blobs.text(reason));
    }
}
