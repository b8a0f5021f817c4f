package dev.oxbow.cli;

import dev.oxbow.client.DhtOptions;
import dev.oxbow.client.FileWish;
import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.OxbowOptions;
import dev.oxbow.client.QueueLimits;
import dev.oxbow.client.SessionView;
import dev.oxbow.client.TorrentHandle;
import dev.oxbow.client.TorrentOptions;
import dev.oxbow.client.TorrentView;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.session.Notice;
import dev.oxbow.core.value.Endpoint;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** One torrent's download or seeding, from start to end, in the foreground. */
final class Transfer {
    private static final long TICK_MS = 200;
    private static final double SPACE_PATIENCE_SECONDS = 30;
    private static final double SECOND_NS = 1e9;

    private final TransferOptions options;
    private final Source source;
    private final TorrentWish wish;
    private final TorrentOptions torrentOptions;
    private final StopRule rule;
    private final Display display;
    private final Interruption interruption = new Interruption();
    private final long startedNs = System.nanoTime();
    private long lastBytes = -1;
    private double lastProgressSeconds;
    private double noSpaceSinceSeconds = -1;
    /** Seeding has come to its goal, as the notices have it: they come before the answer to whatever brought that about, when views may be older. */
    private volatile boolean paused;

    /** When a transfer is over, beside failures: seeding may go on behind completion, until its goal is reached. */
    record StopRule(boolean whenComplete, ExitStatus onInterrupt) {
    }

    Transfer(TransferOptions options, Source source, TorrentWish wish, TorrentOptions torrentOptions, StopRule rule) {
        this.options = options;
        this.source = source;
        this.wish = wish;
        this.torrentOptions = torrentOptions;
        this.rule = rule;
        this.display = Display.of(options, System.out);
    }

    private double seconds() {
        return (System.nanoTime() - startedNs) / SECOND_NS;
    }

    int run() throws OxbowException {
        String infoHash = source.infoHash().toString();
        Outcome outcome;
        try {
            requireDirectory(infoHash);
            outcome = transfer(infoHash);
        } catch (OxbowException e) {
            display.result(new Outcome(Main.statusOf(e), infoHash, Optional.empty(),
                    e.getMessage(), seconds(), ""));
            throw e;
        }
        display.result(outcome);
        if (outcome.status() != ExitStatus.DONE) {
            throw new CliException(outcome.status(), outcome.sentence());
        }
        return ExitStatus.DONE.code();
    }

    /** Of a download that begins, so that a wrong path is not found only when the first peer has sent something. */
    private void requireDirectory(String infoHash) throws OxbowException {
        if (Files.isDirectory(options.stateFor(infoHash).resolve("journal"))) {
            if (!Files.isDirectory(options.directory)) {
                display.say(options.directory + " is not there any more, and what was in it is downloaded again; if it lies on a disk that is not"
                        + " mounted, stop this and mount it");
            }
            return;
        }
        if (wish != TorrentWish.DOWNLOAD) {
            return;
        }
        Optional<String> why = CannotWrite.into(options.directory);
        if (why.isPresent()) {
            throw new OxbowException(OxbowException.Kind.STATE, "cannot download to " + options.directory + ": " + why.get() + "; --dir names another directory");
        }
    }

    private Outcome transfer(String infoHash) throws OxbowException {
        try (Oxbow oxbow = Oxbow.open(OxbowOptions.in(options.stateFor(infoHash)).withListenPort(options.listenPorts.first()).withBindAddress(options.bind)
                .withNaming(options.naming.rules()).withAllocation(options.allocation).withDht(dht())
                .withReach(options.reach()).withPeerExchange(!options.noPex).withQueue(QueueLimits.NONE))) {
            oxbow.repaired().ifPresent(sentence -> display.say(sentence + "; what is whole was kept, and the files are checked against the torrent"));
            oxbow.onNotice(display::notice);
            oxbow.onNotice(this::notePhase);
            return transfer(oxbow, infoHash);
        }
    }

    private void notePhase(Notice notice) {
        if (notice instanceof Notice.PhaseChanged it) {
            paused = it.phase() == TorrentPhase.PAUSED;
        }
    }

    /** A session for a private torrent alone has no business in the DHT (BEP 27). */
    private DhtOptions dht() {
        return source.isPrivate() ? DhtOptions.OFF : options.dht();
    }

    private Outcome transfer(Oxbow oxbow, String infoHash) throws OxbowException {
        oxbow.limit(options.maxDownload, options.maxUpload);
        TorrentHandle torrent = source.addTo(oxbow, options.directory, wish, torrentOptions);
        torrent.view().ifPresent(this::tellOfSelection);
        if (options.recheck && torrent.view().filter(view -> view.pieceCount() > 0).isPresent()) { // else what is found is hashed anyhow
            torrent.recheck();
        }
        for (Endpoint peer : options.peerEndpoints()) {
            torrent.addPeer(peer);
        }
        for (String url : options.webSeeds) {
            torrent.addWebSeed(url);
        }
        Optional<Ending> ending = Optional.empty();
        while (ending.isEmpty()) {
            SessionView session = oxbow.view();
            Optional<TorrentView> view = session.torrent(torrent.infoHash());
            view.ifPresent(it -> display.progress(session, it, seconds()));
            ending = view.flatMap(this::ending);
            if (ending.isEmpty() && oxbow.ended().isDone()) {
                throw fault(oxbow);
            }
            if (ending.isEmpty()) {
                await(torrent);
            }
        }
        TorrentView last = torrent.view().orElseThrow();
        String stateHash = oxbow.stop();
        TorrentView settled = torrent.view().orElse(last);
        return new Outcome(ending.get().status(), infoHash, Optional.of(settled), ending.get().sentence(), seconds(), stateHash);
    }

    private void tellOfSelection(TorrentView torrent) {
        long unwanted = torrent.files().stream().filter(file -> file == FileWish.UNWANTED).count();
        if (unwanted > 0 && !source.isChoosing()) {
            display.say(unwanted + " of " + torrent.files().size() + " files are not wanted, as was chosen earlier; --select all fetches them too");
        }
    }

    private void await(TorrentHandle torrent) {
        if (rule.whenComplete() && !torrent.completion().isDone()) {
            Thread main = Thread.currentThread();
            torrent.completion().thenRun(() -> LockSupport.unpark(main));
            LockSupport.parkNanos(TICK_MS * 1_000_000);
        } else {
            interruption.await(TICK_MS);
        }
    }

    private static OxbowException fault(Oxbow oxbow) {
        try {
            oxbow.ended().get();
            return new OxbowException(OxbowException.Kind.INTERNAL, "the session ended by itself");
        } catch (ExecutionException e) {
            return e.getCause() instanceof OxbowException known ? known
                    : new OxbowException(OxbowException.Kind.INTERNAL, "a fault in Oxbow: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new OxbowException(OxbowException.Kind.REFUSED, "interrupted", e);
        }
    }

    private record Ending(ExitStatus status, String sentence) {
    }

    private Optional<Ending> ending(TorrentView torrent) {
        if (interruption.isWished()) {
            boolean done = rule.onInterrupt() == ExitStatus.DONE || torrent.safelyComplete() && !rule.whenComplete();
            return done ? ended(ExitStatus.DONE, "") : ended(ExitStatus.INTERRUPTED, "interrupted; run the same command again to go on");
        }
        if (torrent.phase() == TorrentPhase.FAILED) {
            return ended(torrent.fault().map(Transfer::statusOf).orElse(ExitStatus.PERMISSION), torrent.phaseReason() + "; nothing is lost, run the same command again once that is put right");
        }
        if (torrent.phase() == TorrentPhase.WAITING_FOR_SPACE) {
            return waitingForSpace(torrent);
        }
        noSpaceSinceSeconds = -1;
        if (torrent.safelyComplete() && isEnough(torrent)) {
            return ended(ExitStatus.DONE, "");
        }
        return stalled(torrent);
    }

    private static Optional<Ending> ended(ExitStatus status, String sentence) {
        return Optional.of(new Ending(status, sentence));
    }

    private static ExitStatus statusOf(StorageFault fault) {
        return switch (fault) {
            case NO_SPACE -> ExitStatus.DISK_FULL;
            case MISSING -> ExitStatus.DATA_MISMATCH;
            case IO_ERROR -> ExitStatus.FAULT;
            case DENIED, UNSAFE_PATH -> ExitStatus.PERMISSION;
            case METADATA_INVALID -> ExitStatus.USAGE;
        };
    }

    private boolean isEnough(TorrentView torrent) {
        return rule.whenComplete() || paused && torrent.phase() == TorrentPhase.PAUSED;
    }

    private Optional<Ending> waitingForSpace(TorrentView torrent) {
        noSpaceSinceSeconds = noSpaceSinceSeconds < 0 ? seconds() : noSpaceSinceSeconds;
        return seconds() - noSpaceSinceSeconds < SPACE_PATIENCE_SECONDS ? Optional.empty()
                : ended(ExitStatus.DISK_FULL, torrent.phaseReason() + "; make room and run the same command again to go on");
    }

    private Optional<Ending> stalled(TorrentView torrent) {
        long bytes = torrent.bytesDownloaded() + torrent.bytesRehashed() + torrent.bytesUploaded();
        if (bytes != lastBytes) {
            lastBytes = bytes;
            lastProgressSeconds = seconds();
        }
        boolean over = options.stallTimeout != null && !torrent.complete()
                && seconds() - lastProgressSeconds >= options.stallTimeout.toMillis() / 1000.0;
        return over ? ended(ExitStatus.STALLED, "nothing arrived for " + Amounts.seconds(options.stallTimeout.toSeconds()) + ": "
                + StatusLine.waiting(torrent) + "; run the same command again to go on") : Optional.empty();
    }
}
