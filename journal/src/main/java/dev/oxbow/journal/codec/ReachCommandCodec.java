package dev.oxbow.journal.codec;

import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.command.ReachCommandHandler;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.journal.sbe.AnnounceLocallyDecoder;
import dev.oxbow.journal.sbe.AnnounceLocallyEncoder;
import dev.oxbow.journal.sbe.MapPortDecoder;
import dev.oxbow.journal.sbe.MapPortEncoder;
import dev.oxbow.journal.sbe.UnmapPortDecoder;
import dev.oxbow.journal.sbe.UnmapPortEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link ReachCommand} records, as oxbow-journal.xml describes them. */
final class ReachCommandCodec implements ReachCommandHandler {
    private final EntryTarget target;

    ReachCommandCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        ReachCommand record = switch (templateId) {
            case MapPortDecoder.TEMPLATE_ID -> mapPort(buffer, at, blockLength, schema);
            case UnmapPortDecoder.TEMPLATE_ID -> unmapPort(buffer, at, blockLength, schema);
            case AnnounceLocallyDecoder.TEMPLATE_ID -> announceLocally(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onMapPort(ReachCommand.MapPort command) {
        MapPortEncoder out = new MapPortEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.operationId(command.operationId()).protocol((short) command.protocol().ordinal()).internalPort(command.internalPort())
                .wantedExternalPort(command.wantedExternalPort()).lifetimeSeconds(command.lifetimeSeconds());
        byte[] nonce = command.nonce().toArray();
        out.putNonce(nonce, 0, nonce.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onUnmapPort(ReachCommand.UnmapPort command) {
        UnmapPortEncoder out = new UnmapPortEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.operationId(command.operationId()).method((short) command.method().ordinal()).protocol((short) command.protocol().ordinal())
                .internalPort(command.internalPort()).externalPort(command.externalPort());
        byte[] nonce = command.nonce().toArray();
        out.putNonce(nonce, 0, nonce.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onAnnounceLocally(ReachCommand.AnnounceLocally command) {
        AnnounceLocallyEncoder out = new AnnounceLocallyEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.port(command.port());
        byte[] infoHashes = Blobs.infoHashes(command.infoHashes());
        out.putInfoHashes(infoHashes, 0, infoHashes.length);
        target.end(out.encodedLength());
    }

    private static ReachCommand mapPort(DirectBuffer buffer, int at, int blockLength, int schema) {
        MapPortDecoder in = new MapPortDecoder().wrap(buffer, at, blockLength, schema);
        byte[] nonceBytes = Blobs.room(in.nonceLength(), in.buffer(), in.limit());
        in.getNonce(nonceBytes, 0, nonceBytes.length);
        return new ReachCommand.MapPort(in.operationId(), Blobs.constant(TransportProtocol.values(), in.protocol()), in.internalPort(),
                in.wantedExternalPort(), in.lifetimeSeconds(), ByteString.wrap(nonceBytes));
    }

    private static ReachCommand unmapPort(DirectBuffer buffer, int at, int blockLength, int schema) {
        UnmapPortDecoder in = new UnmapPortDecoder().wrap(buffer, at, blockLength, schema);
        byte[] nonceBytes = Blobs.room(in.nonceLength(), in.buffer(), in.limit());
        in.getNonce(nonceBytes, 0, nonceBytes.length);
        return new ReachCommand.UnmapPort(in.operationId(), Blobs.constant(MappingMethod.values(), in.method()),
                Blobs.constant(TransportProtocol.values(), in.protocol()), in.internalPort(), in.externalPort(),
                ByteString.wrap(nonceBytes));
    }

    private static ReachCommand announceLocally(DirectBuffer buffer, int at, int blockLength, int schema) {
        AnnounceLocallyDecoder in = new AnnounceLocallyDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashesBytes = Blobs.room(in.infoHashesLength(), in.buffer(), in.limit());
        in.getInfoHashes(infoHashesBytes, 0, infoHashesBytes.length);
        return new ReachCommand.AnnounceLocally(in.port(), Blobs.infoHashes(infoHashesBytes));
    }
}
