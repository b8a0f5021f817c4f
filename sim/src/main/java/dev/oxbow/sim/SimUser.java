package dev.oxbow.sim;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.session.MagnetTorrent;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.core.value.WebSeedStyle;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Whoever sits at a node: wishes this and that, kills the program, loses power; and helps when the torrent has failed. */
final class SimUser {
    private static final long STORY_NS = 8 * Timeline.SECOND_NS;
    /** By up to some seconds, hours or years. */
    private static final long[] STEPS_SECONDS = {10, 7200, 100_000_000};

    private final SimNode node;
    private final Swarm swarm;
    private final Dice dice;
    private final InfoHash infoHash;
    private final boolean superSeeds;
    /** For what befalls the machine, so that it shifts nothing that the user does. */
    private final Dice lots;
    private long nextRequestId = 1;

    SimUser(SimNode node, Swarm swarm, Dice dice) {
        this.node = node;
        this.swarm = swarm;
        this.dice = dice;
        this.lots = new Dice(~(swarm.seed() * 31 + node.index()));
        this.superSeeds = node.index() == 0 && dice.fork().chance(4000) && !swarm.faults().calm;
        this.infoHash = swarm.payload().spec().infoHash();
    }

    /** @param lateNs how much later than usual */
    void arrive(long lateNs) {
        swarm.timeline().after(dice.between(0, 5 * Timeline.SECOND_NS) + lateNs, this::act);
    }

    /** Does what the story says, once, some seconds after the torrent was added. */
    void tell(Setup.Story story) {
        swarm.timeline().after(STORY_NS, () -> {
            if (node.isUp() && !swarm.isResting() && story == Setup.Story.RESTART) {
                stop();
            } else if (node.isUp() && !swarm.isResting() && story == Setup.Story.RECHECK) {
                ask(id -> new UserEvent.RecheckRequested(id, infoHash));
            }
        });
    }

    private void act() {
        Faults faults = swarm.faults();
        if (swarm.isResting()) {
            return;
        }
        if (node.isSuspended()) {
            swarm.timeline().after(dice.between(1, 20) * Timeline.SECOND_NS, this::act);
            return;
        }
        if (faults.strikes(dice, faults.partition)) {
            node.cutOff(dice.chance(7000), dice.chance(7000), dice.between(5, 90) * Timeline.SECOND_NS);
        }
        befall();
        if (!node.isUp() || !node.does(Bug.Step.TAKE_LOCK)) {
            if (node.index() > 0 && node.record().size() > 0 && faults.strikes(dice, faults.tamper) && node.disk().platter().tamper(dice)) {
                node.checks().excuse(VerifyReason.FILE_CHANGED, VerifyReason.FOUND);
                node.checks().tampered();
            }
            node.start();
            add();
        } else if (faults.strikes(dice, faults.dies)) {
            die();
        } else if (faults.strikes(dice, faults.suspend) && !node.state().isStopRequested()) {
            node.suspend(dice.between(1, 600) * Timeline.SECOND_NS);
        } else if (faults.strikes(dice, faults.userActs)) {
            wish();
        } else if (swarm.faults().over() || dice.chance(5000)) {
            help();
        }
        swarm.timeline().after(dice.between(1, 20) * Timeline.SECOND_NS, this::act);
    }

    private void befall() {
        if (swarm.faults().strikes(lots, swarm.faults().clockStep)) {
            long seconds = lots.between(1, STEPS_SECONDS[lots.below(STEPS_SECONDS.length)]);
            node.stepClock((lots.chance(5000) ? seconds : -seconds) * Timeline.SECOND_NS);
        }
        if (swarm.faults().strikes(lots, swarm.faults().rot) && node.isUp() && node.index() > 0 && !node.isCorrupting()) {
            rot();
        }
    }

    /** Bits flip in a piece that was right and safe. */
    private void rot() {
        node.state().torrent(infoHash).filter(torrent -> torrent.isRunning() && !torrent.disk().durable().isEmpty()).ifPresent(torrent -> {
            int piece = torrent.disk().durable().nextPresent(lots.below(torrent.layout().pieceCount()));
            if (piece != Bitfield.NONE && node.disk().platter().isRight(piece)) {
                node.disk().platter().rot(piece, lots);
            }
        });
    }

    private void die() {
        switch (dice.below(4)) {
            case 0 -> {
                node.checks().excuse(VerifyReason.NOT_SYNCED, VerifyReason.FILE_CHANGED, VerifyReason.FOUND);
                node.powerCut();
            }
            case 1 -> stop();
            default -> node.killAfter(dice.below(300));
        }
    }

    void stop() {
        if (!node.isUp()) {
            return;
        }
        node.post(new SessionEvent.SessionStopRequested());
        long life = node.life();
        long patienceNs = (swarm.faults().over() ? 8 : 68) * Timeline.SECOND_NS; // a disk may stand still twice
        swarm.timeline().after(patienceNs, () -> Fault.unless(node.life() != life, () -> node + " does not stop"));
    }

    private void wish() {
        switch (dice.below(superSeeds ? 11 : 10)) {
            case 8 -> ask(id -> new UserEvent.StartNowRequested(id, infoHash));
            case 9 -> ask(id -> new UserEvent.QueueMoveRequested(id, infoHash, dice.below(3)));
            case 10 -> superSeed(dice.chance(7000));
            case 0, 1 -> ask(id -> new UserEvent.PauseTorrentRequested(id, infoHash));
            case 2 -> ask(id -> new UserEvent.ResumeTorrentRequested(id, infoHash));
            case 3 -> ask(id -> new UserEvent.RecheckRequested(id, infoHash));
            case 4 -> ask(id -> new UserEvent.AnnounceRequested(id, infoHash));
            case 5 -> ask(id -> new UserEvent.AddPeerRequested(id, infoHash, swarm.nodes().get(dice.below(swarm.nodes().size())).endpoint()));
            case 6 -> remove();
            default -> add(TorrentWish.values()[dice.below(TorrentWish.values().length)]);
        }
    }

    private void superSeed(boolean on) {
        ask(id -> new UserEvent.SuperSeedRequested(id, infoHash, on));
    }

    private void remove() {
        remove(node.index() > 0 && dice.chance(3000));
    }

    /** Removes the torrent with its files, and soon adds it again; somebody must keep them. */
    void throwAway() {
        if (node.isUp() && node.index() > 0 && !node.isCorrupting()) {
            remove(true);
        }
    }

    private void remove(boolean withFiles) {
        node.checks().excuse(VerifyReason.FOUND);
        node.checks().forget();
        ask(id -> new UserEvent.RemoveTorrentRequested(id, infoHash, withFiles));
    }

    private void help() {
        Optional<Torrent> torrent = node.state().torrent(infoHash);
        Optional<MagnetTorrent> magnet = node.state().magnet(infoHash);
        if (magnet.isPresent()) {
            if (magnet.get().phase() != TorrentPhase.FETCHING_METADATA) {
                ask(id -> new UserEvent.ResumeTorrentRequested(id, infoHash));
            }
            return;
        }
        boolean wrongWish = torrent.filter(known -> known.wish() == TorrentWish.SEED).isPresent();
        if (torrent.isEmpty() || wrongWish) {
            add();
        } else if (torrent.get().phase() == TorrentPhase.FAILED || torrent.get().wish() == TorrentWish.PAUSE) {
            ask(id -> new UserEvent.ResumeTorrentRequested(id, infoHash));
        } else if (swarm.faults().over()) {
            lookAfter(torrent.get());
        }
    }

    /** Has what rotted found, and forgives those whose disks it was. */
    private void lookAfter(Torrent torrent) {
        if (node.disk().platter().isRotten() && torrent.phase() == TorrentPhase.SEEDING) {
            ask(id -> new UserEvent.RecheckRequested(id, infoHash));
        }
        for (SimNode other : swarm.nodes()) {
            if (other.disk().platter().hasRotted()) {
                node.state().bans().at(other.endpoint()).forEach(ban -> ask(id -> new UserEvent.UnbanRequested(id, ban.endpoint())));
            }
        }
    }

    private void add() {
        add(TorrentWish.DOWNLOAD);
    }

    /** By its torrent file or by a magnet link; somebody must have the former. */
    private void add(TorrentWish wish) {
        TorrentSpec spec = swarm.payload().spec();
        if (node.index() > 0 && !swarm.faults().calm && dice.chance(5000)) {
            List<String> trackers = spec.trackerTiers().stream().flatMap(List::stream).toList();
            ask(id -> new UserEvent.AddMagnetRequested(id, infoHash, "payload", trackers, List.of(), List.of(), List.of(), "/data", wish));
        } else {
            ask(id -> new UserEvent.AddTorrentRequested(id, spec, "/data", wish));
            if (superSeeds) {
                superSeed(true);
            }
            for (String url : swarm.webSeeds().urls()) {
                ask(id -> new UserEvent.AddWebSeedRequested(id, infoHash, WebSeedStyle.GETRIGHT, url));
            }
        }
    }

    private void ask(LongFunction<UserEvent> wish) {
        node.checks().asked(nextRequestId);
        node.post(wish.apply(nextRequestId++));
    }
}
