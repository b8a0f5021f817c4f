package dev.oxbow.journal.codec;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.journal.sbe.MessageHeaderDecoder;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Entries to bytes and back. The bytes are SBE messages; the schema, oxbow-journal.xml, is their documentation. Each family has a
 * codec of its own. Not for use by several threads at once.
 */
public final class EntryCodec {
    private final EntryTarget target = new EntryTarget();
    private final CheckpointEventCodec checkpointEvent = new CheckpointEventCodec(target);
    private final SessionEventCodec sessionEvent = new SessionEventCodec(target);
    private final UserEventCodec userEvent = new UserEventCodec(target);
    private final ConnectionEventCodec connectionEvent = new ConnectionEventCodec(target);
    private final PeerEventCodec peerEvent = new PeerEventCodec(target);
    private final StorageEventCodec storageEvent = new StorageEventCodec(target);
    private final TrackerEventCodec trackerEvent = new TrackerEventCodec(target);
    private final WebSeedEventCodec webSeedEvent = new WebSeedEventCodec(target);
    private final WebSeedCommandCodec webSeedCommand = new WebSeedCommandCodec(target);
    private final SessionCommandCodec sessionCommand = new SessionCommandCodec(target);
    private final ConnectionCommandCodec connectionCommand = new ConnectionCommandCodec(target);
    private final PeerCommandCodec peerCommand = new PeerCommandCodec(target);
    private final StorageCommandCodec storageCommand = new StorageCommandCodec(target);
    private final TrackerCommandCodec trackerCommand = new TrackerCommandCodec(target);
    private final DhtEventCodec dhtEvent = new DhtEventCodec(target);
    private final DhtCommandCodec dhtCommand = new DhtCommandCodec(target);
    private final ReachEventCodec reachEvent = new ReachEventCodec(target);
    private final ReachCommandCodec reachCommand = new ReachCommandCodec(target);

    /** Encodes into {@link #buffer()}. @return how many bytes */
    public int encode(Entry entry) {
        if (entry instanceof PeerEvent e) {
            e.dispatch(peerEvent);
        } else if (entry instanceof StorageCommand e) {
            e.dispatch(storageCommand);
        } else if (entry instanceof StorageEvent e) {
            e.dispatch(storageEvent);
        } else if (entry instanceof PeerCommand e) {
            e.dispatch(peerCommand);
        } else if (entry instanceof WebSeedEvent e) {
            e.dispatch(webSeedEvent);
        } else if (entry instanceof WebSeedCommand e) {
            e.dispatch(webSeedCommand);
        } else if (entry instanceof ConnectionEvent e) {
            e.dispatch(connectionEvent);
        } else if (entry instanceof ConnectionCommand e) {
            e.dispatch(connectionCommand);
        } else if (entry instanceof SessionEvent e) {
            e.dispatch(sessionEvent);
        } else if (entry instanceof SessionCommand e) {
            e.dispatch(sessionCommand);
        } else if (entry instanceof TrackerEvent e) {
            e.dispatch(trackerEvent);
        } else if (entry instanceof TrackerCommand e) {
            e.dispatch(trackerCommand);
        } else if (entry instanceof DhtEvent e) {
            e.dispatch(dhtEvent);
        } else if (entry instanceof DhtCommand e) {
            e.dispatch(dhtCommand);
        } else if (entry instanceof UserEvent e) {
            e.dispatch(userEvent);
        } else if (entry instanceof CheckpointEvent e) {
            e.dispatch(checkpointEvent);
        } else if (entry instanceof ReachEvent e) {
            e.dispatch(reachEvent);
        } else if (entry instanceof ReachCommand e) {
            e.dispatch(reachCommand);
        } else {
            throw new IllegalArgumentException("no codec for " + entry.getClass());
        }
        return target.lengthBytes();
    }

    /** Holds the entry that was encoded last, from its beginning. */
    public DirectBuffer buffer() {
        return target.buffer();
    }

    /**
     * Decodes one entry. Looks at no byte outside of it, and takes no more memory than a small multiple of its length.
     *
     * @throws JournalFormatException when the bytes are none
     * @throws NewerVersionException  when they may be one, of a version that this one cannot read
     */
    public static Entry decode(DirectBuffer buffer, int at, int lengthBytes) throws JournalFormatException {
        if (lengthBytes < MessageHeaderDecoder.ENCODED_LENGTH || at < 0 || at > buffer.capacity() - lengthBytes) {
            throw new JournalFormatException("an entry of " + lengthBytes + " bytes");
        }
        DirectBuffer entry = at + lengthBytes == buffer.capacity() ? buffer : new UnsafeBuffer(buffer, 0, at + lengthBytes);
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(entry, at);
        int templateId = header.templateId();
        try {
            return decode(templateId, entry, at + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version())
                    .orElseThrow(() -> refusal(header, "entries of kind " + templateId + " are not known to this version of Oxbow"));
        } catch (RuntimeException e) { // whatever values that cannot be make of the records' own checks
            throw refusal(header, "an entry of kind " + templateId + " is malformed: " + e.getMessage());
        }
    }

    private static JournalFormatException refusal(MessageHeaderDecoder header, String sentence) {
        boolean newer = header.version() > MessageHeaderDecoder.SCHEMA_VERSION;
        return newer ? new NewerVersionException(sentence) : new JournalFormatException(sentence);
    }

    private static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int version) {
        Optional<Entry> entry = PeerEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : StorageCommandCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : StorageEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : PeerCommandCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : ConnectionEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : ConnectionCommandCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : SessionEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : SessionCommandCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : TrackerEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : TrackerCommandCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : WebSeedEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : WebSeedCommandCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : DhtEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : DhtCommandCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : UserEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : CheckpointEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : ReachEventCodec.decode(templateId, buffer, at, blockLength, version);
        entry = entry.isPresent() ? entry : ReachCommandCodec.decode(templateId, buffer, at, blockLength, version);
        return entry;
    }
}
