package dev.oxbow.journal.codec;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.DhtCommandHandler;
import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.journal.sbe.ChangeNodeIdDecoder;
import dev.oxbow.journal.sbe.ChangeNodeIdEncoder;
import dev.oxbow.journal.sbe.EndLookupDecoder;
import dev.oxbow.journal.sbe.EndLookupEncoder;
import dev.oxbow.journal.sbe.OpenDhtSocketDecoder;
import dev.oxbow.journal.sbe.OpenDhtSocketEncoder;
import dev.oxbow.journal.sbe.ResolveHostsDecoder;
import dev.oxbow.journal.sbe.ResolveHostsEncoder;
import dev.oxbow.journal.sbe.SendDhtErrorDecoder;
import dev.oxbow.journal.sbe.SendDhtErrorEncoder;
import dev.oxbow.journal.sbe.SendDhtQueryDecoder;
import dev.oxbow.journal.sbe.SendDhtQueryEncoder;
import dev.oxbow.journal.sbe.SendDhtResponseDecoder;
import dev.oxbow.journal.sbe.SendDhtResponseEncoder;
import dev.oxbow.journal.sbe.StartLookupDecoder;
import dev.oxbow.journal.sbe.StartLookupEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link DhtCommand} records, as oxbow-journal.xml describes them. */
final class DhtCommandCodec implements DhtCommandHandler {
    private final EntryTarget target;

    DhtCommandCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        DhtCommand record = switch (templateId) {
            case OpenDhtSocketDecoder.TEMPLATE_ID -> openDhtSocket(buffer, at, blockLength, schema);
            case SendDhtQueryDecoder.TEMPLATE_ID -> sendDhtQuery(buffer, at, blockLength, schema);
            case SendDhtResponseDecoder.TEMPLATE_ID -> sendDhtResponse(buffer, at, blockLength, schema);
            case SendDhtErrorDecoder.TEMPLATE_ID -> sendDhtError(buffer, at, blockLength, schema);
            case ResolveHostsDecoder.TEMPLATE_ID -> resolveHosts(buffer, at, blockLength, schema);
            case StartLookupDecoder.TEMPLATE_ID -> startLookup(buffer, at, blockLength, schema);
            case EndLookupDecoder.TEMPLATE_ID -> endLookup(buffer, at, blockLength, schema);
            case ChangeNodeIdDecoder.TEMPLATE_ID -> changeNodeId(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    private static short flag(boolean value) {
        return (short) (value ? 1 : 0);
    }

    @Override
    public void onOpenDhtSocket(DhtCommand.OpenDhtSocket command) {
        OpenDhtSocketEncoder out = new OpenDhtSocketEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.port(command.port());
        out.address(command.address());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendDhtQuery(DhtCommand.SendDhtQuery command) {
        SendDhtQueryEncoder out = new SendDhtQueryEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.lookupId(command.lookupId()).method((short) command.method().ordinal());
        byte[] to = Blobs.endpoint(command.to());
        out.putTo(to, 0, to.length);
        byte[] transaction = command.transaction().toArray();
        out.putTransaction(transaction, 0, transaction.length);
        byte[] nodeId = command.nodeId().toArray();
        out.putNodeId(nodeId, 0, nodeId.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onSendDhtResponse(DhtCommand.SendDhtResponse command) {
        SendDhtResponseEncoder out = new SendDhtResponseEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.nodeCount(Blobs.uint16(command.nodeCount())).peerCount(Blobs.uint16(command.peerCount()));
        byte[] to = Blobs.endpoint(command.to());
        out.putTo(to, 0, to.length);
        byte[] transaction = command.transaction().toArray();
        out.putTransaction(transaction, 0, transaction.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onSendDhtError(DhtCommand.SendDhtError command) {
        SendDhtErrorEncoder out = new SendDhtErrorEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.code(command.code());
        byte[] to = Blobs.endpoint(command.to());
        out.putTo(to, 0, to.length);
        byte[] transaction = command.transaction().toArray();
        out.putTransaction(transaction, 0, transaction.length);
        out.text(command.text());
        target.end(out.encodedLength());
    }

    @Override
    public void onResolveHosts(DhtCommand.ResolveHosts command) {
        ResolveHostsEncoder out = new ResolveHostsEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.ipv6(flag(command.ipv6())).trusted(flag(command.trusted()));
        byte[] hosts = Blobs.texts(command.hosts());
        out.putHosts(hosts, 0, hosts.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onStartLookup(DhtCommand.StartLookup command) {
        StartLookupEncoder out = new StartLookupEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.ipv6(flag(command.ipv6())).lookupId(command.lookupId()).kind((short) command.kind().ordinal())
                .putTarget(command.target().bytes().toArray(), 0, NodeId.LENGTH_BYTES).bucketIndex(command.bucketIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onEndLookup(DhtCommand.EndLookup command) {
        EndLookupEncoder out = new EndLookupEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.ipv6(flag(command.ipv6())).lookupId(command.lookupId()).askedCount(command.askedCount())
                .answeredCount(command.answeredCount()).toldCount(command.toldCount()).hops(command.hops());
        target.end(out.encodedLength());
    }

    @Override
    public void onChangeNodeId(DhtCommand.ChangeNodeId command) {
        ChangeNodeIdEncoder out = new ChangeNodeIdEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.ipv6(flag(command.ipv6())).putNodeId(command.nodeId().bytes().toArray(), 0, NodeId.LENGTH_BYTES);
        target.end(out.encodedLength());
    }

    private static DhtCommand openDhtSocket(DirectBuffer buffer, int at, int blockLength, int schema) {
        OpenDhtSocketDecoder in = new OpenDhtSocketDecoder().wrap(buffer, at, blockLength, schema);
        byte[] address = Blobs.room(in.addressLength(), in.buffer(), in.limit());
        in.getAddress(address, 0, address.length);
        return new DhtCommand.OpenDhtSocket(Blobs.text(address), in.port());
    }

    private static DhtCommand sendDhtQuery(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendDhtQueryDecoder in = new SendDhtQueryDecoder().wrap(buffer, at, blockLength, schema);
        byte[] to = Blobs.room(in.toLength(), in.buffer(), in.limit());
        in.getTo(to, 0, to.length);
        byte[] transaction = Blobs.room(in.transactionLength(), in.buffer(), in.limit());
        in.getTransaction(transaction, 0, transaction.length);
        byte[] nodeId = Blobs.room(in.nodeIdLength(), in.buffer(), in.limit());
        in.getNodeId(nodeId, 0, nodeId.length);
        return new DhtCommand.SendDhtQuery(Blobs.endpoint(to), ByteString.wrap(transaction), ByteString.wrap(nodeId), in.lookupId(),
                Blobs.constant(DhtMethod.values(), in.method()));
    }

    private static DhtCommand sendDhtResponse(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendDhtResponseDecoder in = new SendDhtResponseDecoder().wrap(buffer, at, blockLength, schema);
        byte[] to = Blobs.room(in.toLength(), in.buffer(), in.limit());
        in.getTo(to, 0, to.length);
        byte[] transaction = Blobs.room(in.transactionLength(), in.buffer(), in.limit());
        in.getTransaction(transaction, 0, transaction.length);
        return new DhtCommand.SendDhtResponse(Blobs.endpoint(to), ByteString.wrap(transaction), in.nodeCount(), in.peerCount());
    }

    private static DhtCommand sendDhtError(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendDhtErrorDecoder in = new SendDhtErrorDecoder().wrap(buffer, at, blockLength, schema);
        byte[] to = Blobs.room(in.toLength(), in.buffer(), in.limit());
        in.getTo(to, 0, to.length);
        byte[] transaction = Blobs.room(in.transactionLength(), in.buffer(), in.limit());
        in.getTransaction(transaction, 0, transaction.length);
        byte[] text = Blobs.room(in.textLength(), in.buffer(), in.limit());
        in.getText(text, 0, text.length);
        return new DhtCommand.SendDhtError(Blobs.endpoint(to), ByteString.wrap(transaction), in.code(), Blobs.text(text));
    }

    private static DhtCommand resolveHosts(DirectBuffer buffer, int at, int blockLength, int schema) {
        ResolveHostsDecoder in = new ResolveHostsDecoder().wrap(buffer, at, blockLength, schema);
        byte[] hosts = Blobs.room(in.hostsLength(), in.buffer(), in.limit());
        in.getHosts(hosts, 0, hosts.length);
        return new DhtCommand.ResolveHosts(in.ipv6() == 1, Blobs.texts(hosts), in.trusted() == 1);
    }

    private static DhtCommand startLookup(DirectBuffer buffer, int at, int blockLength, int schema) {
        StartLookupDecoder in = new StartLookupDecoder().wrap(buffer, at, blockLength, schema);
        byte[] target = new byte[NodeId.LENGTH_BYTES];
        in.getTarget(target, 0, NodeId.LENGTH_BYTES);
        return new DhtCommand.StartLookup(in.ipv6() == 1, in.lookupId(), Blobs.constant(LookupKind.values(), in.kind()),
                NodeId.of(target), in.bucketIndex());
    }

    private static DhtCommand endLookup(DirectBuffer buffer, int at, int blockLength, int schema) {
        EndLookupDecoder in = new EndLookupDecoder().wrap(buffer, at, blockLength, schema);
        return new DhtCommand.EndLookup(in.ipv6() == 1, in.lookupId(), in.askedCount(), in.answeredCount(), in.toldCount(), in.hops());
    }

    private static DhtCommand changeNodeId(DirectBuffer buffer, int at, int blockLength, int schema) {
        ChangeNodeIdDecoder in = new ChangeNodeIdDecoder().wrap(buffer, at, blockLength, schema);
        byte[] nodeId = new byte[NodeId.LENGTH_BYTES];
        in.getNodeId(nodeId, 0, NodeId.LENGTH_BYTES);
        return new DhtCommand.ChangeNodeId(in.ipv6() == 1, NodeId.of(nodeId));
    }
}
