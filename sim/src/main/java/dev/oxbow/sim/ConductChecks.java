package dev.oxbow.sim;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What must hold of what one process says and sends to others: nothing that the catalogue would name, and nothing that was not asked for. */
final class ConductChecks {
    /** Bytes of blocks on one connection. */
    private static final class Account {
        private long askedBytes;
        private long handedBytes;
        private long sentBytes;
    }

    private final SessionState state;
    private final Optional<Catalogue> catalogue;
    private final Map<Long, Account> accounts = new HashMap<>();
    private long uploadedBytes;
    private long downloadedBytes;
    private Torrent counted;

    /** @param judged whether the catalogue looks on, which costs as much as all the rest */
    ConductChecks(SessionState state, boolean judged) {
        this.state = state;
        this.catalogue = judged ? Optional.of(Catalogue.of(state, verdict ->
                Fault.unless(verdict.breach().isEmpty(), () -> "we break a rule ourselves: " + verdict))) : Optional.empty();
    }

    /** Before the entry is applied. */
    void take(long sequence, long timeNs, Entry entry) {
        catalogue.ifPresent(it -> it.take(sequence, timeNs, entry));
        counted = null;
        if (entry instanceof PeerEvent.RequestReceived request) {
            account(request.connectionId()).askedBytes += request.lengthBytes();
        } else if (entry instanceof PeerEvent.RequestsReceived run) {
            account(run.connectionId()).askedBytes += run.lengthBytes();
        } else if (entry instanceof PeerCommand.SendBlock block) {
            send(block);
        } else if (entry instanceof PeerCommand.SendBlocks run) {
            run.each().forEach(this::send);
        } else if (entry instanceof PeerCommand.SendHave have) {
            boolean had = state.torrent(have.torrentId()).filter(it -> it.picker().verified().contains(have.pieceIndex())).isPresent();
            Fault.unless(had, () -> "we say that we have what is not verified: " + have);
        } else if (entry instanceof PeerEvent.BlockSent block) {
            sent(block, block.connectionId(), block.lengthBytes());
        } else if (entry instanceof PeerEvent.BlocksSent run) {
            sent(run, run.connectionId(), run.lengthBytes());
        } else if (entry instanceof PeerEvent.BlockReceived block) {
            came(block.asRun());
        } else if (entry instanceof PeerEvent.BlocksReceived run) {
            came(run);
        }
    }

    private void sent(PeerEvent event, long connectionId, int lengthBytes) {
        Account account = account(connectionId);
        account.sentBytes += lengthBytes;
        Fault.unless(account.sentBytes <= account.handedBytes, () -> "more was sent than was handed to the network: " + event);
        expect(connectionId, lengthBytes, 0);
    }

    private void came(PeerEvent.BlocksReceived run) {
        expect(run.connectionId(), 0, state.connection(run.connectionId()).flatMap(session -> state.torrent(session.torrentId()))
                .map(torrent -> run.each().stream().mapToInt(block -> torrent.layout().blockLengthBytes(block.pieceIndex(), block.blockIndex())).sum())
                .orElse(0));
    }

    private Account account(long connectionId) {
        return accounts.computeIfAbsent(connectionId, unseen -> new Account());
    }

    private void send(PeerCommand.SendBlock block) {
        PeerSession session = state.connection(block.connectionId()).orElseThrow(() -> new Fault("a block for nobody: " + block));
        Fault.unless(session.uploads().contains(block.pieceIndex(), block.offsetBytes(), block.lengthBytes()), () -> "a block that nobody waits for: " + block);
        Fault.unless(!session.amChoking() || session.isAllowedFastHere(block.pieceIndex()), () -> "a block for a peer that is choked: " + block);
        Account account = account(block.connectionId());
        account.handedBytes += block.lengthBytes();
        Fault.unless(account.handedBytes <= account.askedBytes, () -> "more is sent than was asked for: " + block);
    }

    private void expect(long connectionId, int up, int down) {
        state.connection(connectionId).flatMap(session -> state.torrent(session.torrentId())).ifPresent(torrent -> {
            counted = torrent;
            uploadedBytes = torrent.bytesUploaded() + up;
            downloadedBytes = torrent.bytesDownloaded() + down;
        });
    }

    /** Once it is. */
    void applied(Entry entry) {
        if (counted != null) {
            Fault.unless(counted.bytesUploaded() == uploadedBytes && counted.bytesDownloaded() == downloadedBytes,
                    () -> "counted are " + counted.bytesUploaded() + " bytes sent and " + counted.bytesDownloaded() + " received, not "
                            + uploadedBytes + " and " + downloadedBytes + ": " + entry);
        }
    }
}
