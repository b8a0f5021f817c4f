package dev.oxbow.client;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.RequestOutcome;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.metainfo.NamingRules;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.port.ReadBlocks;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.storage.Allocation;
import dev.oxbow.storage.BlockPool;
import dev.oxbow.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Hosts the state machine of a session that no process runs for as long as one torrent's files are moved. The journal is synced and the
 * files are moved, in the order that the machine decides; whatever else it wishes, such as to open the files, is recorded as it is when a
 * process dies just then: the next one begins anew.
 */
final class StoppedMove implements AutoCloseable {
    private static final long REQUEST_ID = 1;

    private final OpenedJournal opened;
    private final Storage storage;
    private final SessionPolicy policy;
    private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
    private Optional<SessionCommand.CompleteRequest> refusal = Optional.empty();

    /** What storage answers: next to nothing. */
    private record Answers(BlockingQueue<Event> queue) implements Inbox {
        @Override
        public boolean offer(Event event) {
            return queue.offer(event);
        }

        @Override
        public boolean hasRoom() {
            return true;
        }
    }

    /** The caller holds the directory's lock. */
    StoppedMove(Path stateDirectory, NamingRules naming) throws IOException {
        opened = OpenedJournal.open(stateDirectory);
        MetainfoStore metainfos = new MetainfoStore(stateDirectory, naming);
        storage = new Storage(new Answers(inbox), new BlockPool(1), metainfos::find, ReadBlocks::release,
                stateDirectory, 1, Allocation.SPARSE);
        policy = new SessionPolicy(opened.state(), this::emit);
    }

    void run(InfoHash infoHash, String directory) throws OxbowException, IOException {
        Optional<String> underWay = opened.state().torrent(infoHash).flatMap(Torrent::movingTo).filter(to -> !to.equals(directory));
        if (underWay.isPresent()) {
            throw new OxbowException(OxbowException.Kind.REFUSED, "the torrent's files are on their way to " + underWay.get()
                    + "; let that end first: move them there");
        }
        inbox.add(new UserEvent.MoveTorrentRequested(REQUEST_ID, infoHash, directory));
        while (true) {
            Event event = next();
            opened.record(event);
            policy.decide(event);
            if (refusal.isPresent()) {
                throw new OxbowException(OxbowException.Kind.REFUSED, refusal.get().message());
            }
            if (event instanceof StorageEvent.FilesMoveFailed failed) {
                throw new OxbowException(OxbowException.Kind.REFUSED, failed.detail());
            }
            if (event instanceof StorageEvent.FilesMoved) {
                return;
            }
        }
    }

    private Event next() throws OxbowException {
        try {
            return inbox.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OxbowException(OxbowException.Kind.REFUSED, "interrupted; move it again to go on", e);
        }
    }

    private void emit(Command command) {
        try {
            opened.record(command);
            if (command instanceof SessionCommand.SyncJournal sync) {
                opened.journal().sync();
                inbox.add(new SessionEvent.JournalSynced(sync.operationId()));
            } else if (command instanceof StorageCommand.MoveFiles move) {
                storage.onMoveFiles(move);
            } else if (command instanceof SessionCommand.CompleteRequest answer && answer.outcome() == RequestOutcome.REFUSED) {
                refusal = Optional.of(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        storage.close();
        opened.journal().sync();
        opened.journal().close();
    }
}
